#pragma once

#include "actors/gate/gate_actor.hpp"

/// How the gate lets people in where guards and sequence are kept by an actor that may forget, such
/// as Redis. Success records stay with the gate.
namespace frontrow {

/// Lets in whoever has no guard there and no success here, once the guard is set and a number had.
caf::result<join_answer> enter_by_shared_guard(gate_self* self, const join& what);

/// The attempt won: its guard, if it has one there, lives its whole life.
void keep_shared_guard(gate_self* self, const attempt& who);

/// The attempt ended in anything else: its guard, if it has one there, goes.
void release_shared_guard(gate_self* self, const attempt& who);

} // namespace frontrow
