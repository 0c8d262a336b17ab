#pragma once

#include "actors/gate/gate_actor.hpp"

/// How the gate opens, doubts, begins anew and rests.
namespace frontrow {

/// Reads which schedule is the FCFS schedule, how far the sequence got, and who has won, while
/// whoever comes waits.
void load_gate(gate_self* self);

/// The bookings are read again soon, and later and later while that fails. Until then nobody is let
/// in.
void doubt_bookings(gate_self* self);

/// Makes a fresh FCFS schedule and points the FCFS face at it, for good.
caf::result<schedule_view> reset_gate(gate_self* self, const reset_fcfs& m);

/// Hands out no more numbers, and keeps how far it got; answers when that is durable.
caf::result<bool> rest_the_gate(gate_self* self);

} // namespace frontrow
