#include "actors/gate/shared_guard_actor.hpp"

#include <caf/all.hpp>

#include <algorithm>

namespace frontrow {

namespace {

/// How long a guard lives at first. It gets its whole life when its attempt has won, so that a
/// server that dies in between, or a release that gets lost, shuts nobody out for longer.
constexpr milliseconds attempt_life{30'000};

bool is_short(milliseconds whole_life) {
  return whole_life == milliseconds{0} || whole_life > attempt_life;
}

guard_owner owner_of(gate_self* self, const attempt& who) {
  return {who.what.user, self->state.stage->how.fcfs.guard_by_ip ? who.what.address : std::string{},
          who.schedule, who.mark};
}

std::string fresh_mark(gate_state& state) {
  if (!state.opening)
    state.opening = state.stage->fresh_token();
  return std::to_string(state.opening.high) + '.' + std::to_string(++state.marks);
}

join_answer duplicate(const guard_view& view) {
  join_answer answer;
  answer.no = view.no;
  if (view.left >= milliseconds{0})
    answer.guard_seconds = std::chrono::ceil<std::chrono::seconds>(view.left).count();
  return answer;
}

/// Somebody has won already, or is trying at this moment: which of the two they hear depends on
/// whether the guard is there.
void look(gate_self* self, attempt who, join_answer otherwise) {
  const auto& guard = self->state.stage->guard;
  self->request(guard, caf::infinite, look_at_guard{owner_of(self, who)})
      .then(
          [=](const guard_view& view) mutable {
            who.reply.deliver(view.no == refusal::none ? otherwise : duplicate(view));
          },
          [=](caf::error& why) mutable { who.reply.deliver(std::move(why)); });
}

void forget_trying(gate_self* self, const attempt& who) {
  if (self->state.guards && who.schedule == self->state.schedule)
    self->state.guards->release(who.what.user, who.what.address);
}

void take(gate_self* self, attempt who) {
  auto& state = self->state;
  const auto whole_life = state.stage->how.fcfs.user_ttl;
  const auto life = state.life;
  const take_guard wish{owner_of(self, who), is_short(whole_life) ? attempt_life : whole_life,
                        state.sequence};
  self->request(state.stage->guard, caf::infinite, wish)
      .then(
          [=](const guard_view& view) mutable {
            const bool is_here = life == self->state.life && self->state.guards;
            if (view.no != refusal::none) {
              if (is_here)
                forget_trying(self, who);
              who.reply.deliver(duplicate(view));
              return;
            }
            who.sequence = view.number;
            if (is_here && who.schedule == self->state.schedule && !self->state.is_resting)
              return proceed(self, std::move(who));
            // The seats it was let in for are not for sale any more, the house closes, or the gate
            // that let it in has met a bug.
            if (is_here)
              release(self, who);
            else
              release_shared_guard(self, who);
            who.reply.deliver(caf::error{store_failure::unavailable});
          },
          [=](caf::error& why) mutable {
            if (life == self->state.life)
              forget_trying(self, who);
            who.reply.deliver(std::move(why));
          });
}

} // namespace

caf::result<join_answer> enter_by_shared_guard(gate_self* self, const join& what) {
  auto& state = self->state;
  const auto view = state.guards->enter_behind_gateway(what.user);
  if (view.is_doubtful)
    return store_failure::unavailable;
  attempt who{what, state.schedule, 0, fresh_mark(state), self->owe<join_answer>()};
  auto reply = who.reply;
  if (view.no == refusal::none) {
    take(self, std::move(who));
  } else {
    join_answer answer;
    answer.no = view.no;
    answer.seat = view.seat;
    answer.sequence = view.sequence;
    look(self, std::move(who), answer);
  }
  return reply;
}

void keep_shared_guard(gate_self* self, const attempt& who) {
  const auto& stage = *self->state.stage;
  if (!who.mark.empty() && is_short(stage.how.fcfs.user_ttl))
    self->send(stage.guard, keep_guard{owner_of(self, who), stage.how.fcfs.user_ttl});
}

void release_shared_guard(gate_self* self, const attempt& who) {
  if (!who.mark.empty())
    self->send(self->state.stage->guard, release_guard{owner_of(self, who)});
}

} // namespace frontrow
