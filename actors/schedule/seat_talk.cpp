#include "actors/schedule/seat_talk.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

using self_ptr = schedule_self*;

/// How often a booker tries the next seat.
constexpr int book_tries_max = 5;
/// How soon a seat in doubt, or a hold that could not be let go, is tried again.
constexpr milliseconds retry_delay{1'000};

void let_due_holds_go(self_ptr self, instant now);

void book(self_ptr self, book_seat what, owed_answer<booked_seat> reply, int tries) {
  auto& state = self->state;
  booked_seat answer;
  // A hold that has run out is no hold, whether or not the sweep has come round to it.
  let_due_holds_go(self, state.stage->now());
  const auto seat = state.seats->lowest_free();
  if (!seat && state.seats->is_undecided()) {
    state.bookers.emplace_back(std::move(what), reply);
    return;
  }
  if (!seat || tries == book_tries_max) {
    answer.no = seat ? refusal::contention : refusal::sold_out;
    reply.deliver(answer);
    return;
  }
  seat_wish asked = sell_seat{what.booking};
  talk_to_seat<seat_answer>(
      self, *seat, std::move(asked), true,
      [=, what = std::move(what)](const seat_answer& came) mutable {
        if (came.came.no != refusal::none)
          return book(self, std::move(what), reply, tries + 1);
        booked_seat booked;
        booked.seat = *seat;
        booked.remaining = self->state.seats->available();
        reply.deliver(booked);
      },
      [=](caf::error& why) mutable { reply.deliver(std::move(why)); });
}

void serve_bookers(self_ptr self) {
  auto& state = self->state;
  while (!state.bookers.empty() && (state.seats->lowest_free() || !state.seats->is_undecided())) {
    auto [what, reply] = std::move(state.bookers.front());
    state.bookers.pop_front();
    book(self, std::move(what), reply, 0);
  }
}

void let_due_holds_go(self_ptr self, instant now) {
  auto& state = self->state;
  for (const auto seat : state.seats->take_due(now))
    talk_to_seat<seat_answer>(
        self, seat, seat_wish{expire_seat{}}, true,
        [=](const seat_answer& answer) {
          if (answer.came.no == refusal::none)
            the_house.expiries.fetch_add(1, std::memory_order_relaxed);
          // Locked by a checkout that may still pay: look again soon.
          if (answer.came.no != refusal::none && answer.seat.is == seat_row::phase::held)
            self->state.seats->recall(seat, std::max(now + retry_delay, answer.seat.held_until));
        },
        [=](const caf::error&) { self->state.seats->recall(seat, now + retry_delay); });
}

void restore_doubtful(self_ptr self) {
  for (const auto seat : self->state.children.doubtful())
    if (const auto* child = self->state.children.find(seat); child->waiting == 0)
      talk_to_seat<seat_answer>(
          self, seat, seat_wish{show_seat{}}, false,
          [](const seat_answer&) {
            // That it answered is enough.
          },
          [](const caf::error&) {
            // Still in doubt: the next sweep tries again.
          });
}

void answer_watchers(self_ptr self, instant now) {
  auto& state = self->state;
  std::erase_if(state.watchers, [&](seat_watcher& w) {
    auto news = state.seats->changes_after(w.after);
    if (now < w.until && !news.gap && news.changes.empty())
      return false;
    w.reply.deliver(std::move(news));
    return true;
  });
}

/// How long one stays whom nobody asks: a schedule that does not exist goes at once.
milliseconds idle_life(const schedule_state& state) {
  return state.seats ? state.stage->how.idle.schedule : milliseconds{0};
}

void plan_next(self_ptr self, instant now) {
  auto& state = self->state;
  // Not long after an offer to leave: a timer keeps what is left of an actor in memory.
  auto next = std::max(state.used_at + idle_life(state), now + retry_delay);
  if (!state.children.is_empty())
    next = std::min(next, now + retry_delay);
  if (state.seats)
    if (const auto due = state.seats->next_deadline())
      next = std::min(next, *due);
  for (const auto& w : state.watchers)
    next = std::min(next, w.until);
  wake_by(self, std::max(next, now + milliseconds{1}));
}

/// Nothing to do and nobody to wait for: the directory may let this actor go.
void offer_to_leave(self_ptr self, instant now) {
  auto& state = self->state;
  if (now < state.used_at + idle_life(state) || !state.children.is_empty()
      || !state.watchers.empty() || !state.bookers.empty() || state.queueing > 0
      || (state.seats && state.seats->next_deadline()))
    return;
  self->send(state.directory, offer_to_go{raw(state.id), state.handled});
}

} // namespace

void wake_by(self_ptr self, instant when) {
  auto& state = self->state;
  if (state.wakes_at != instant{} && state.wakes_at <= when)
    return;
  const auto now = state.stage->now();
  state.wakes_at = when;
  self->delayed_send(self, std::max(when - now, milliseconds{0}), wake_schedule{++state.wake});
}

void sweep(self_ptr self, std::uint64_t number) {
  auto& state = self->state;
  if (number != state.wake)
    return;
  state.wakes_at = {};
  const auto now = state.stage->now();
  if (state.seats) {
    let_due_holds_go(self, now);
    restore_doubtful(self);
    answer_watchers(self, now);
    state.children.put_away(now - state.stage->how.idle.seat);
  }
  offer_to_leave(self, now);
  plan_next(self, now);
}

caf::result<booked_seat> book_lowest(self_ptr self, book_seat what) {
  booked_seat none;
  if (!self->state.seats) {
    none.no = refusal::schedule_not_found;
    return none;
  }
  auto reply = self->owe<booked_seat>();
  book(self, std::move(what), reply, 0);
  return reply;
}

seat_child& wake_seat(self_ptr self, seat_id seat) {
  auto& state = self->state;
  auto& child = state.children.use(seat, state.stage->now());
  if (!child.actor)
    child.actor = self->spawn<caf::lazy_init>(keep_seat, state.stage, state.seats->at(seat),
                                              bool{child.is_doubtful});
  wake_by(self, child.used_at + retry_delay);
  return child;
}

void learn(self_ptr self, const seat_row& row) {
  auto& state = self->state;
  const auto before = state.seats->version();
  state.seats->learn(row);
  if (state.seats->version() == before)
    return;
  state.holds.set(state.seats->held());
  if (!state.watchers.empty())
    wake_by(self, state.stage->now() + watch_delay);
  if (row.is == seat_row::phase::held)
    wake_by(self, row.held_until);
}

void lose(self_ptr self, seat_id seat, const seat_actor& asked, bool was_begun) {
  auto& child = *self->state.children.find(seat);
  --child.waiting;
  if (was_begun)
    ++child.begun;
  if (child.actor == asked || !child.actor)
    self->state.children.doubt(child);
  wake_by(self, self->state.stage->now() + retry_delay);
}

void end_begun(self_ptr self, seat_id seat) {
  self->state.seats->end(seat);
  serve_bookers(self);
}

void end_doubt(self_ptr self, seat_id seat) {
  auto& children = self->state.children;
  auto& child = *children.find(seat);
  if (!child.is_doubtful || child.waiting > 0)
    return;
  const auto begun = child.begun;
  children.trust(child);
  for (std::uint32_t i = 0; i < begun; ++i)
    end_begun(self, seat);
}

} // namespace frontrow
