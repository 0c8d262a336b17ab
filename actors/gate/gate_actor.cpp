#include "actors/gate/gate_actor.hpp"

#include "actors/gate/gate_opening_actor.hpp"
#include "actors/gate/shared_guard_actor.hpp"

#include <caf/all.hpp>

#include <algorithm>

namespace frontrow {

namespace {

/// How far the ceiling is raised at once: as far again as numbers have been handed out, so that a
/// crash burns no more of them than were used, and a crowd does not wait for the store.
constexpr std::uint64_t raise_min = 64;
constexpr std::uint64_t raise_max = 65'536;

std::int64_t seconds_left(instant until, instant now) {
  if (until == instant::max())
    return -1;
  return std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::seconds>(until - now).count());
}

/// Makes more numbers durable; whoever waits for one goes on then.
void raise_ceiling(gate_self* self) {
  auto& state = self->state;
  if (state.is_raising)
    return;
  state.is_raising = true;
  const auto life = state.life;
  // Numbers that come from elsewhere may be far above it.
  const auto reached = std::max(state.ceiling, state.sequence);
  const auto ceiling = reached + std::clamp(state.sequence, raise_min, raise_max);
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
            for (auto& who : waiting)
              proceed(self, std::move(who));
          },
          [=](const caf::error& why) {
            if (life != self->state.life)
              return;
            self->state.is_raising = false;
            auto waiting = std::move(self->state.waiting);
            self->state.waiting.clear();
            for (auto& who : waiting) {
              release(self, who);
              who.reply.deliver(why);
            }
          });
}

/// Books a seat for somebody whose guard is set and who has a number.
void book(gate_self* self, attempt who) {
  auto& state = self->state;
  const auto now = state.stage->now();
  const auto& what = who.what;
  booking_row b;
  b.schedule = who.schedule;
  b.sequence = who.sequence;
  b.user = what.user;
  b.address = what.address;
  b.name = what.name;
  b.phone = what.phone;
  // Somebody else's gateway keeps its own guard.
  b.guard_until = what.foreign_sequence == 0 ? state.guards->guard_end(now) : instant{};
  const auto number = ++state.out_there->last;
  state.out_there->all.emplace(number,
                               attempts::outstanding{b.schedule, b.user, b.address, b.guard_until});
  // Heard even by a gate that began meanwhile, in place of this one.
  self->request(state.schedules, caf::infinite, book_seat{who.schedule, b})
      .then(
          [=](const booked_seat& seat) mutable {
            self->state.out_there->all.erase(number);
            join_answer answer;
            answer.no = seat.no;
            answer.sequence = who.sequence;
            if (seat.no == refusal::none) {
              b.seat = seat.seat;
              if (self->state.guards && b.schedule == self->state.schedule)
                self->state.guards->succeed(b);
              keep_shared_guard(self, who);
              self->state.doubt_delay = {};
              answer.seat = seat.seat;
              answer.remaining = seat.remaining;
              if (b.guard_until != instant{})
                answer.guard_seconds = seconds_left(b.guard_until, self->state.stage->now());
            } else {
              release(self, who);
            }
            who.reply.deliver(answer);
          },
          [=](caf::error& why) mutable {
            release_shared_guard(self, who);
            doubt_attempt(self, number);
            who.reply.deliver(std::move(why));
          });
}

caf::result<join_answer> enter(gate_self* self, const join& what) {
  auto& state = self->state;
  if (!state.guards || state.is_resting)
    return store_failure::unavailable;
  const auto now = state.stage->now();
  state.guards->tidy(now);
  if (state.stage->guard && what.foreign_sequence == 0)
    return enter_by_shared_guard(self, what);
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
  proceed(self, {what, state.schedule, what.foreign_sequence, {}, reply});
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

void release(gate_self* self, const attempt& who) {
  if (self->state.guards && who.schedule == self->state.schedule)
    self->state.guards->release(who.what.user, who.what.address);
  release_shared_guard(self, who);
}

void proceed(gate_self* self, attempt who) {
  auto& state = self->state;
  if (who.what.foreign_sequence != 0)
    return book(self, std::move(who));
  const bool takes_one = who.sequence == 0;
  state.sequence = std::max(state.sequence, who.sequence);
  if (takes_one ? state.sequence >= state.ceiling : who.sequence > state.ceiling) {
    state.waiting.push_back(std::move(who));
    return raise_ceiling(self);
  }
  if (takes_one)
    who.sequence = ++state.sequence;
  if (state.ceiling < state.sequence + raise_min / 2)
    raise_ceiling(self);
  book(self, std::move(who));
}

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
