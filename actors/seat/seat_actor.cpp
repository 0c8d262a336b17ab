#include "actors/seat/seat_actor.hpp"

#include "actors/base/ensure.hpp"
#include "actors/house_facts.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

using promise = owed_answer<seat_answer>;

seat_answer say(const seat_self* self, refusal no = refusal::none) {
  seat_answer answer;
  answer.came.no = no;
  answer.seat = self->state.known.seat;
  return answer;
}

/// Ends in doubt: the promise breaks, and the next activation asks the store.
void stop(seat_self* self, promise reply, caf::error why) {
  reply.deliver(why);
  self->quit(std::move(why));
}

/// Saves a step, remembers it, and answers; parks the mailbox meanwhile, so that nobody sees a
/// state that may not survive.
caf::result<seat_answer> settle(seat_self* self, seat_verdict decided, const command* keyed) {
  if (!decided)
    return say(self, decided.error());
  auto [next, save] = *std::move(decided);
  seat_answer answer;
  answer.came.reservation = next.live;
  answer.came.at = self->state.stage->now();
  if (keyed != nullptr && !keyed->key.empty())
    save.rows.emplace_back(
        answer_row{keyed->user, keyed->what, keyed->key, keyed->body, answer.came});
  auto reply = self->owe<seat_answer>();
  self->request(self->state.stage->writer, caf::infinite, std::move(save))
      .await(
          [=, next = next](commit_result result) mutable {
            if (result == commit_result::committed)
              self->state.known = next;
            else if (result == commit_result::key_known)
              answer.came.is_key_known = true;
            else
              return stop(self, reply, store_failure::unavailable);
            answer.seat = self->state.known.seat;
            reply.deliver(std::move(answer));
          },
          [=](caf::error& why) { stop(self, reply, std::move(why)); });
  return reply;
}

/// Lets go of a hold that ran out; meanwhile the mailbox is parked.
void make_room(seat_self* self) {
  auto [next, save] = *expire(self->state.known, self->state.stage->now());
  self->request(self->state.stage->writer, caf::infinite, std::move(save))
      .await(
          [=, next = next](commit_result result) {
            if (result == commit_result::committed)
              self->state.known = next;
            else
              self->quit(store_failure::unavailable);
          },
          [=](caf::error& why) { self->quit(std::move(why)); });
}

/// Reads the reservation that the seat lives with, when its row names one.
void recall_reservation(seat_self* self) {
  const auto id = self->state.known.seat.reservation;
  if (id == reservation_id{})
    return;
  self->request(self->state.stage->archive, caf::infinite, load_reservation{id})
      .await(
          [=](const std::optional<reservation_row>& found) {
            ensure(found.has_value());
            self->state.known.live = *found;
            // A commit came between the two reads, or the schedule's row is old: read both again.
            if (!is_sound(self->state.known))
              self->quit(store_failure::unavailable);
          },
          [=](caf::error& why) { self->quit(std::move(why)); });
}

void recall_seat(seat_self* self) {
  const auto& s = self->state.known.seat;
  self->request(self->state.stage->archive, caf::infinite, load_seat{s.schedule, s.seat})
      .await(
          [=](const seat_row& found) {
            self->state.known.seat = found;
            recall_reservation(self);
          },
          [=](caf::error& why) { self->quit(std::move(why)); });
}

bool is_locked(const seat_self* self) {
  return self->state.locked != nullptr;
}

prepared_seat prepare(seat_self* self, const prepare_seat& m) {
  const auto& what = m.what;
  auto& state = self->state;
  prepared_seat answer;
  answer.is_stale = is_locked(self) || !is_live(state.known, what.reservation);
  if (answer.is_stale)
    return answer;
  const auto now = state.stage->now();
  const auto decided = what.what == operation::confirm ? confirm(state.known, what.reservation, now)
                                                       : cancel(state.known, what.reservation, now);
  if (!decided) {
    answer.no = decided.error();
    return answer;
  }
  state.locked = std::make_unique<seat_actor_state::lock>(seat_actor_state::lock{
      what.reservation, m.flow, now + milliseconds{prepared_wait_max_ms}, decided->next});
  answer.was_paid = state.known.seat.is == seat_row::phase::sold;
  answer.save = decided->save;
  for (const auto& r : answer.save.rows)
    if (const auto* reservation = std::get_if<reservation_row>(&r))
      answer.reservation = *reservation;
  return answer;
}

caf::result<seat_answer> fulfil(seat_self* self, const finish_seat& m) {
  auto& state = self->state;
  const bool is_mine = is_locked(self) && state.locked->reservation == m.reservation
                       && state.locked->flow == m.flow;
  if (!is_mine && m.how == settled::dropped)
    return say(self); // about a lock that was given up
  // A lock that was given up and whose rows were saved all the same: they are not known here.
  if (!is_mine || m.how == settled::doubtful) {
    self->quit(store_failure::unavailable);
    return store_failure::unavailable;
  }
  if (m.how == settled::saved)
    state.known = state.locked->prepared;
  state.locked = nullptr;
  return say(self);
}

/// A seat whose checkout never came back knows nothing for certain any more.
bool is_forgotten(seat_self* self) {
  if (!is_locked(self) || self->state.stage->now() < self->state.locked->until)
    return false;
  self->quit(store_failure::unavailable);
  return true;
}

caf::result<seat_answer> fulfil(seat_self* self, const hold_seat& m) {
  if (is_locked(self))
    return say(self, refusal::seat_taken);
  const auto& known = self->state.known;
  const auto& stage = *self->state.stage;
  const auto now = stage.now();
  if (has_run_out(known.seat, now)) {
    make_room(self);
    return self->delegate(caf::actor_cast<seat_actor>(self), seat_wish{m});
  }
  return settle(
      self,
      hold(known, m.what.user, stage.fresh_reservation(), m.price, stage.how.reservation.hold, now),
      &m.what);
}

caf::result<seat_answer> fulfil(seat_self* self, const sell_seat& m) {
  return settle(self, book(self->state.known, m.booking, self->state.stage->now()), nullptr);
}

caf::result<seat_answer> fulfil(seat_self* self, const expire_seat&) {
  if (is_forgotten(self))
    return store_failure::unavailable;
  if (is_locked(self))
    return say(self, refusal::seat_taken);
  return settle(self, expire(self->state.known, self->state.stage->now()), nullptr);
}

caf::result<seat_answer> fulfil(seat_self* self, const show_seat&) {
  return say(self);
}

} // namespace

seat_actor::behavior_type keep_seat(seat_self* self, backstage_ptr stage, seat_row restored,
                                    bool is_doubtful) {
  self->state.stage = std::move(stage);
  self->state.known.seat = restored;
  introduce(self);
  if (is_doubtful)
    recall_seat(self);
  else
    recall_reservation(self);

  return {
      [=](const seat_wish& wish) {
        return std::visit(
            [=](const auto& what) -> caf::result<seat_answer> { return fulfil(self, what); }, wish);
      },
      [=](const prepare_seat& m) -> caf::result<prepared_seat> {
        if (is_forgotten(self))
          return store_failure::unavailable;
        return prepare(self, m);
      },
  };
}

} // namespace frontrow
