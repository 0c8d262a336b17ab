#include "actors/schedule/schedule_actor.hpp"

#include "actors/house_facts.hpp"
#include "actors/schedule/seat_talk.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

using self_ptr = schedule_self*;

schedule_view describe(const schedule_state& state) {
  schedule_view view;
  if (!state.seats) {
    view.no = refusal::schedule_not_found;
    return view;
  }
  view.facts = state.seats->facts();
  view.seats = state.seats->seats();
  view.available = state.seats->available();
  view.held = state.seats->held();
  view.version = state.seats->version();
  return view;
}

outcome refused(refusal no) {
  outcome out;
  out.no = no;
  return out;
}

/// Whether the seat is what it was last heard to be: nobody asks it now, nor lost its answer.
bool is_at_rest(seat_family& children, seat_id seat) {
  const auto* child = children.find(seat);
  return child == nullptr || (child->waiting == 0 && !child->is_doubtful);
}

/// The seat's part of a reservation, after the waiting room has let its user through.
void hold_seat_now(self_ptr self, const reserve_seat& m, owed_answer<outcome> reply) {
  auto& seats = *self->state.seats;
  const auto now = self->state.stage->now();
  if (const auto no = sale_refusal(seats.facts(), now); no != refusal::none) {
    reply.deliver(refused(no));
    return;
  }
  const auto price = seats.price_of(m.what.seat);
  if (price != m.what.price) {
    auto out = refused(refusal::price_changed);
    out.price = price;
    reply.deliver(out);
    return;
  }
  // The crowd that comes for a seat which is gone brings nobody alive.
  if (is_at_rest(self->state.children, m.what.seat) && seats.is_taken(m.what.seat, now)) {
    reply.deliver(refused(refusal::seat_taken));
    return;
  }
  talk_to_seat<seat_answer>(
      self, m.what.seat, seat_wish{hold_seat{m.what, price}}, true,
      [=](seat_answer& answer) mutable { reply.deliver(std::move(answer.came)); },
      [=](caf::error& why) mutable { reply.deliver(std::move(why)); });
}

caf::result<outcome> reserve(self_ptr self, const reserve_seat& m) {
  const auto& seats = self->state.seats;
  if (!seats)
    return refused(refusal::schedule_not_found);
  if (!seats->has(m.what.seat))
    return refused(refusal::seat_not_found);
  auto reply = self->owe<outcome>();
  if (seats->facts().concurrent_user_max == 0) {
    hold_seat_now(self, m, reply);
    return reply;
  }
  ++self->state.queueing;
  const use_token wish{m.id, m.what.user, m.what.token, m.what.place};
  self->request(self->state.queues, caf::infinite, wish)
      .then(
          [=](const token_check& check) mutable {
            --self->state.queueing;
            if (check.no == refusal::none)
              return hold_seat_now(self, m, reply);
            auto out = refused(check.no);
            out.position = check.position;
            out.wait_seconds = check.wait_seconds;
            reply.deliver(std::move(out));
          },
          [=](caf::error& why) mutable {
            --self->state.queueing;
            reply.deliver(std::move(why));
          });
  return reply;
}

/// The user's slot in the waiting room is free after a payment, and after the last hold is gone.
void tell_queue(self_ptr self, user_id user, bool has_paid) {
  const auto& seats = *self->state.seats;
  if (seats.facts().concurrent_user_max > 0 && (has_paid || seats.holds_of(user) == 0))
    self->send(self->state.queues, end_session{seats.facts().id, user});
}

caf::result<prepared_seat> prepare(self_ptr self, const prepare_seat& m) {
  prepared_seat stale;
  stale.is_stale = true;
  if (!self->state.seats || !self->state.seats->has(m.seat))
    return stale;
  auto reply = self->owe<prepared_seat>();
  talk_to_seat<prepared_seat>(
      self, m.seat, m, false,
      [=](prepared_seat& answer) mutable {
        if (auto* child = self->state.children.find(m.seat); child != nullptr)
          child->is_locked |= answer.no == refusal::none && !answer.is_stale;
        reply.deliver(std::move(answer));
      },
      [=](caf::error& why) mutable { reply.deliver(std::move(why)); });
  return reply;
}

caf::result<bool> settle(self_ptr self, const settle_seat& m) {
  auto& state = self->state;
  if (!state.seats || !state.seats->has(m.seat))
    return false;
  auto reply = self->owe<bool>();
  const auto user = state.seats->at(m.seat).user;
  if (auto* child = state.children.find(m.seat); child != nullptr)
    child->is_locked = false;
  talk_to_seat<seat_answer>(
      self, m.seat, seat_wish{finish_seat{m.reservation, m.how, m.flow}}, true,
      [=](const seat_answer& answer) {
        if (m.how == settled::saved)
          tell_queue(self, user, answer.seat.is == seat_row::phase::sold);
        reply.deliver(true);
      },
      // The seat is in doubt now, and the next sweep restores it.
      [=](const caf::error&) { reply.deliver(false); });
  return reply;
}

caf::result<seat_changes> watch(self_ptr self, const watch_seats& m) {
  auto& state = self->state;
  seat_changes answer;
  if (!state.seats) {
    answer.no = refusal::schedule_not_found;
    return answer;
  }
  answer = state.seats->changes_after(m.after);
  if (answer.gap || !answer.changes.empty())
    return answer;
  auto reply = self->owe<seat_changes>();
  const auto until = state.stage->now() + watch_wait;
  state.watchers.push_back({reply, m.after, until});
  wake_by(self, until);
  return reply;
}

/// Asks the store which seats there are; whoever asks meanwhile waits.
void load(self_ptr self) {
  self->request(self->state.stage->archive, caf::infinite, load_schedule{self->state.id})
      .await(
          [=](std::optional<saved_schedule>& found) {
            if (found)
              self->state.holds.set(
                  self->state.seats.emplace(std::move(found->facts), found->seats).held());
            wake_by(self, self->state.stage->now());
          },
          [=](caf::error& why) { self->quit(std::move(why)); });
}

seat_list read_list(self_ptr self, const read_seats& m) {
  seat_list none;
  none.no = refusal::schedule_not_found;
  auto& seats = self->state.seats;
  return seats ? seats->list(m.as_fcfs, m.known_version) : none;
}

seat_view read_one(self_ptr self, const read_seat& m) {
  seat_view view;
  const auto& seats = self->state.seats;
  if (!seats)
    view.no = refusal::schedule_not_found;
  else if (!seats->has(m.seat))
    view.no = refusal::seat_not_found;
  else
    view.seat = seats->at(m.seat);
  return view;
}

/// Every message from the directory passes here first.
schedule_state& arrive(self_ptr self) {
  ++self->state.handled;
  self->state.used_at = self->state.stage->now();
  return self->state;
}

} // namespace

schedule_entity::behavior_type keep_schedule(schedule_self* self, schedule_id id,
                                             backstage_ptr stage, schedule_directory directory,
                                             queue_actor queues) {
  self->state.id = id;
  self->state.stage = std::move(stage);
  self->state.directory = std::move(directory);
  self->state.queues = std::move(queues);
  self->state.used_at = self->state.stage->now();
  introduce(self);
  load(self);

  return {
      [=](const describe_schedule&) { return describe(arrive(self)); },
      [=](const read_seats& m) {
        arrive(self);
        return read_list(self, m);
      },
      [=](const read_seat& m) {
        arrive(self);
        return read_one(self, m);
      },
      [=](const watch_seats& m) {
        arrive(self);
        return watch(self, m);
      },
      [=](const reserve_seat& m) {
        arrive(self);
        return reserve(self, m);
      },
      [=](book_seat& m) -> caf::result<booked_seat> {
        arrive(self);
        return book_lowest(self, std::move(m));
      },
      [=](const prepare_seat& m) {
        arrive(self);
        return prepare(self, m);
      },
      [=](const settle_seat& m) {
        arrive(self);
        return settle(self, m);
      },
      [=](const learn_capacity& m) {
        if (arrive(self).seats)
          self->state.seats->learn_capacity(m.capacity);
      },
      [=](const refresh_schedule&) {
        arrive(self);
        if (!self->state.seats)
          load(self);
      },
      [=](const wake_schedule& m) { sweep(self, m.number); },
  };
}

} // namespace frontrow
