#include "actors/gate/gate_actor.hpp"

#include "actors/gate/gate_opening_actor.hpp"

#include <caf/all.hpp>

#include <algorithm>

namespace frontrow {

namespace {

using join_promise = caf::typed_response_promise<join_answer>;

/// How far the ceiling is raised at once: as far again as numbers have been handed out, so that a
/// crash burns no more of them than were used, and a crowd does not wait for the store.
constexpr std::uint64_t raise_min = 64;
constexpr std::uint64_t raise_max = 65'536;

void take(gate_self* self, const join& what, join_promise reply);

std::int64_t seconds_left(instant until, instant now) {
  if (until == instant::max())
    return -1;
  return std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::seconds>(until - now).count());
}

void release(gate_self* self, const join& what) {
  self->state.guards->release(what.user, what.address);
}

void reread(gate_self* self) {
  if (!self->state.guards)
    return load_gate(self);
  self->request(self->state.stage->archive, caf::infinite, load_bookings{self->state.schedule})
      .then(
          [=, read = self->state.schedule](const std::vector<booking_row>& bookings) {
            auto& state = self->state;
            const auto now = state.stage->now();
            for (const auto& b : bookings)
              if (read == state.schedule) // a reset has made no new one meanwhile
                state.guards->restore(b, now);
            state.is_doubtful = false;
          },
          [=](const caf::error&) {
            // The store is still away: ask again, after a longer while.
            self->state.is_doubtful = false;
            doubt_bookings(self);
          });
}

/// Makes more numbers durable; whoever waits for one goes on then.
void raise_ceiling(gate_self* self) {
  auto& state = self->state;
  if (state.is_raising)
    return;
  state.is_raising = true;
  const auto ceiling = state.ceiling + std::clamp(state.sequence, raise_min, raise_max);
  write_set set;
  set.rows.emplace_back(counter_row{sequence_counter, ceiling});
  self->request(state.stage->writer, caf::infinite, std::move(set))
      .then(
          [=](commit_result) {
            self->state.ceiling = ceiling;
            self->state.is_raising = false;
            auto waiting = std::move(self->state.waiting);
            self->state.waiting.clear();
            for (auto& w : waiting)
              take(self, w.what, w.reply);
          },
          [=](const caf::error& why) {
            self->state.is_raising = false;
            auto waiting = std::move(self->state.waiting);
            self->state.waiting.clear();
            for (auto& w : waiting) {
              release(self, w.what);
              w.reply.deliver(why);
            }
          });
}

/// Books a seat for somebody whose guard is set and who has a number.
void book(gate_self* self, const join& what, std::uint64_t sequence, join_promise reply) {
  auto& state = self->state;
  const auto now = state.stage->now();
  booking_row b;
  b.schedule = state.schedule;
  b.sequence = sequence;
  b.user = what.user;
  b.address = what.address;
  b.name = what.name;
  b.phone = what.phone;
  // Somebody else's gateway keeps its own guard.
  b.guard_until = what.foreign_sequence == 0 ? state.guards->guard_end(now) : instant{};
  self->request(state.schedules, caf::infinite, book_seat{state.schedule, b})
      .then(
          [=](const booked_seat& seat) mutable {
            join_answer answer;
            answer.no = seat.no;
            answer.sequence = sequence;
            if (seat.no == refusal::none) {
              b.seat = seat.seat;
              if (b.schedule == self->state.schedule)
                self->state.guards->succeed(b);
              self->state.doubt_delay = {};
              answer.seat = seat.seat;
              answer.remaining = seat.remaining;
              if (b.guard_until != instant{})
                answer.guard_seconds = seconds_left(b.guard_until, self->state.stage->now());
            } else if (b.schedule == self->state.schedule) {
              release(self, what);
            }
            reply.deliver(answer);
          },
          [=](caf::error& why) mutable {
            if (b.schedule == self->state.schedule)
              release(self, what);
            doubt_bookings(self);
            reply.deliver(std::move(why));
          });
}

void take(gate_self* self, const join& what, join_promise reply) {
  auto& state = self->state;
  if (what.foreign_sequence != 0)
    return book(self, what, what.foreign_sequence, reply);
  if (state.sequence >= state.ceiling) {
    state.waiting.push_back({what, reply});
    return raise_ceiling(self);
  }
  const auto sequence = ++state.sequence;
  if (state.ceiling - state.sequence < raise_min / 2)
    raise_ceiling(self);
  book(self, what, sequence, reply);
}

caf::result<join_answer> enter(gate_self* self, const join& what) {
  auto& state = self->state;
  if (state.is_doubtful || state.is_resting)
    return store_failure::unavailable;
  const auto now = state.stage->now();
  state.guards->tidy(now);
  const auto view = what.foreign_sequence != 0 ? state.guards->enter_behind_gateway(what.user)
                                               : state.guards->enter(what.user, what.address, now);
  if (view.no != refusal::none) {
    join_answer answer;
    answer.no = view.no;
    answer.seat = view.seat;
    answer.sequence = view.no == refusal::contention ? what.foreign_sequence : view.sequence;
    if (view.no == refusal::duplicate)
      answer.guard_seconds = seconds_left(view.guard_until, now);
    return answer;
  }
  auto reply = self->make_response_promise<join_answer>();
  take(self, what, reply);
  return reply;
}

} // namespace

gate_entity::behavior_type keep_gate(gate_self* self, backstage_ptr stage, schedule_actor schedules,
                                     programme_actor programme) {
  self->state.stage = std::move(stage);
  self->state.schedules = std::move(schedules);
  self->state.programme = std::move(programme);
  load_gate(self);

  return {
      [=](const join& what) { return enter(self, what); },
      [=](const read_fcfs_seats&) -> caf::result<seat_list> {
        if (!self->state.guards)
          return store_failure::unavailable;
        return self->delegate(self->state.schedules, read_seats{self->state.schedule, true, 0});
      },
      [=](const read_fcfs_seat& m) -> caf::result<seat_view> {
        if (!self->state.guards)
          return store_failure::unavailable;
        return self->delegate(self->state.schedules, read_seat{self->state.schedule, m.seat});
      },
      [=](const reset_fcfs& m) -> caf::result<schedule_view> {
        if (!self->state.guards)
          return store_failure::unavailable;
        return reset_gate(self, m);
      },
      [=](rest_gate) { return rest_the_gate(self); },
      [=](reread_bookings) { reread(self); },
  };
}

} // namespace frontrow
