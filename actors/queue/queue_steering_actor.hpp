#pragma once

#include "actors/queue/queue_actor.hpp"

/// What an operator sets of a waiting room, and how it outlives the room's actor: pause and pace as
/// one counter, the capacity in the schedule's row.
namespace frontrow {

/// The counter of this schedule's rule.
std::string rule_name(schedule_id);
room_rule rule_of(std::uint64_t counter);

/// The room goes by what the store says from now on.
void apply_rule(queue_state&);

/// Describes the room, or changes it: durably first, and at once then.
caf::result<queue_view> steer(queue_self*, const steer_queue&);

} // namespace frontrow
