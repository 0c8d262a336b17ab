#pragma once

#include "actors/gate/gate_actor.hpp"

/// How the gate opens, doubts, begins anew and rests.
namespace frontrow {

/// Reads which schedule is the FCFS schedule, how far the sequence got, and who has won, while
/// whoever comes waits.
void load_gate(gate_self* self);

/// The attempt of this number ended without anybody knowing how. Its user and address are not let
/// in until the bookings have been read again, soon, or the user might win twice.
void doubt_attempt(gate_self* self, std::uint64_t number);

/// Reads them again, or everything when that has not been possible yet.
void reread(gate_self* self);

/// Makes a fresh FCFS schedule and points the FCFS face at it, for good.
caf::result<schedule_view> reset_gate(gate_self* self, const reset_fcfs& m);

/// Hands out no more numbers, and keeps how far it got; answers when that is durable.
caf::result<bool> rest_the_gate(gate_self* self);

} // namespace frontrow
