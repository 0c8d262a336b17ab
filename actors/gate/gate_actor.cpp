#include "actors/gate/gate_actor.hpp"

#include "actors/gate/gate_opening_actor.hpp"

#include <caf/all.hpp>

#include <algorithm>

namespace frontrow {

namespace {

using join_promise = owed_answer<join_answer>;

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

/// Makes more numbers durable; whoever waits for one goes on then.
void raise_ceiling(gate_self* self) {
  auto& state = self->state;
  if (state.is_raising)
    return;
  state.is_raising = true;
  const auto life = state.life;
  const auto ceiling = state.ceiling + std::clamp(state.sequence, raise_min, raise_max);
  write_set set;
  set.rows.emplace_back(counter_row{sequence_counter, ceiling});
  self->request(state.stage->writer, caf::infinite, std::move(set))
      .then(
          [=](commit_result) {
            if (life != self->state.life)
              return;
            self->state.ceiling = ceiling;
            self->state.is_raising = false;
            auto waiting = std::move(self->state.waiting);
            self->state.waiting.clear();
            for (auto& w : waiting)
              take(self, w.what, w.reply);
          },
          [=](const caf::error& why) {
            if (life != self->state.life)
              return;
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
  const auto number = ++state.out_there->last;
  state.out_there->all.emplace(number,
                               attempts::attempt{b.schedule, b.user, b.address, b.guard_until});
  // Heard even by a gate that began meanwhile, in place of this one.
  self->request(state.schedules, caf::infinite, book_seat{state.schedule, b})
      .then(
          [=](const booked_seat& seat) mutable {
            self->state.out_there->all.erase(number);
            const bool is_here = self->state.guards && b.schedule == self->state.schedule;
            join_answer answer;
            answer.no = seat.no;
            answer.sequence = sequence;
            if (seat.no == refusal::none) {
              b.seat = seat.seat;
              if (is_here)
                self->state.guards->succeed(b);
              self->state.doubt_delay = {};
              answer.seat = seat.seat;
              answer.remaining = seat.remaining;
              if (b.guard_until != instant{})
                answer.guard_seconds = seconds_left(b.guard_until, self->state.stage->now());
            } else if (is_here) {
              release(self, what);
            }
            reply.deliver(answer);
          },
          [=](caf::error& why) mutable {
            doubt_attempt(self, number);
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
  if (!state.guards || state.is_resting)
    return store_failure::unavailable;
  const auto now = state.stage->now();
  state.guards->tidy(now);
  const auto view = what.foreign_sequence != 0 ? state.guards->enter_behind_gateway(what.user)
                                               : state.guards->enter(what.user, what.address, now);
  if (view.is_doubtful)
    return store_failure::unavailable;
  if (view.no != refusal::none) {
    join_answer answer;
    answer.no = view.no;
    answer.seat = view.seat;
    answer.sequence = view.no == refusal::contention ? what.foreign_sequence : view.sequence;
    if (view.no == refusal::duplicate)
      answer.guard_seconds = seconds_left(view.guard_until, now);
    return answer;
  }
  auto reply = self->owe<join_answer>();
  take(self, what, reply);
  return reply;
}

gate_entity::behavior_type begin(gate_self* self, const backstage_ptr& stage,
                                 const schedule_actor& schedules, const programme_actor& programme,
                                 const std::shared_ptr<attempts>& out_there) {
  self->state.stage = stage;
  self->state.schedules = schedules;
  self->state.programme = programme;
  self->state.out_there = out_there;
  self->state.life = ++out_there->lives;
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

} // namespace

gate_entity::behavior_type keep_gate(gate_self* self, backstage_ptr stage, schedule_actor schedules,
                                     programme_actor programme) {
  constexpr bool hears_answers = true; // of attempts
  return begin_to_last(
      self,
      [=, out_there = std::make_shared<attempts>()] {
        return begin(self, stage, schedules, programme, out_there);
      },
      hears_answers);
}

} // namespace frontrow
