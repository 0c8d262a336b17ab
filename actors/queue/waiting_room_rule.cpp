#include "actors/queue/waiting_room.hpp"

#include "actors/base/ensure.hpp"

/// How a waiting room is steered by an operator.
namespace frontrow {

void waiting_room::steer(room_rule rule, std::uint32_t active_max) {
  ensure(limits_.active_max > 0 && active_max > 0);
  rule_ = rule;
  limits_.active_max = active_max;
  overhang_ = active_;
}

/// Up to a second's worth may come at once, as it does when a tick is a second.
void waiting_room::take_time(instant now) {
  if (rule_.per_second == 0)
    return;
  constexpr std::chrono::microseconds second = std::chrono::seconds{1};
  const auto each = second / rule_.per_second;
  next_in_
      = std::max<std::chrono::sys_time<std::chrono::microseconds>>(next_in_, now - second + each)
        + each;
}

} // namespace frontrow
