#include "actors/queue/queue_steering_actor.hpp"

#include "actors/queue/queue_saving_actor.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

constexpr std::uint64_t paused_bit = std::uint64_t{1} << 32;

std::uint64_t counter_of(const room_rule& rule) {
  return rule.per_second | (rule.is_paused ? paused_bit : 0);
}

queue_view view_of(const queue_state& state) {
  queue_view view;
  if (!state.room) {
    view.no = refusal::schedule_not_found;
    return view;
  }
  const auto& room = *state.room;
  view.capacity = state.limits.active_max;
  view.is_paused = room.rule().is_paused;
  view.per_second = room.rule().per_second;
  view.waiting = room.waiting();
  view.active = room.active();
  view.ceiling = room.ceiling();
  view.admitted = room.admitted_ever();
  view.abandoned = room.abandoned_ever();
  const auto pace = state.admissions.per_second();
  view.pace_milli = static_cast<std::uint64_t>(pace * 1'000);
  if (view.capacity > 0 && (view.waiting > 0 || view.active >= view.capacity))
    view.wait_seconds = estimate_wait(view.waiting + 1, pace, state.limits);
  view.is_line_away = state.mirror.is_away;
  return view;
}

room_rule wanted_rule(room_rule rule, const steer_queue& m) {
  if (m.now != steer_queue::doors::as_they_are)
    rule.is_paused = m.now == steer_queue::doors::paused;
  if (m.per_second >= 0)
    rule.per_second = static_cast<std::uint32_t>(m.per_second);
  return rule;
}

using steerer = owed_answer<queue_view>;

void save_rule(queue_self* self, write_set set, room_rule rule, std::uint32_t capacity,
               steerer reply) {
  self->request(self->state.stage->writer, caf::infinite, std::move(set))
      .then(
          [=](commit_result result) {
            if (result != commit_result::committed)
              return reply.deliver(caf::error{store_failure::unavailable});
            auto& state = self->state;
            state.rule = rule;
            state.limits.active_max = capacity;
            apply_rule(state);
            // Whoever may come in now need not wait for the next tick.
            state.is_round_due = true;
            save_round(self);
            reply.deliver(view_of(state));
          },
          [=](caf::error& why) { reply.deliver(std::move(why)); });
}

} // namespace

std::string rule_name(schedule_id id) {
  return "queue.rule." + std::to_string(raw(id));
}

room_rule rule_of(std::uint64_t counter) {
  return {.is_paused = (counter & paused_bit) != 0,
          .per_second = static_cast<std::uint32_t>(counter)};
}

void apply_rule(queue_state& state) {
  if (state.limits.active_max > 0)
    state.room->steer(state.rule, state.limits.active_max);
}

caf::result<queue_view> steer(queue_self* self, const steer_queue& m) {
  auto& state = self->state;
  if (!state.room || state.limits.active_max == 0)
    return view_of(state);
  const auto rule = wanted_rule(state.rule, m);
  const auto capacity = m.capacity == 0 ? state.limits.active_max : m.capacity;
  if (rule == state.rule && capacity == state.limits.active_max)
    return view_of(state);
  write_set set;
  set.rows.emplace_back(counter_row{rule_name(state.id), counter_of(rule)});
  auto reply = self->owe<queue_view>();
  if (capacity == state.limits.active_max) {
    save_rule(self, std::move(set), rule, capacity, reply);
    return reply;
  }
  self->request(state.stage->archive, caf::infinite, load_schedule{state.id})
      .then(
          [=](const std::optional<saved_schedule>& found) mutable {
            if (!found)
              return reply.deliver(caf::error{store_failure::unavailable});
            auto facts = found->facts;
            ++facts.version;
            facts.concurrent_user_max = capacity;
            // First: where a write set belongs is what its first row says.
            set.rows.insert(set.rows.begin(), facts);
            save_rule(self, std::move(set), rule, capacity, reply);
          },
          [=](caf::error& why) { reply.deliver(std::move(why)); });
  return reply;
}

} // namespace frontrow
