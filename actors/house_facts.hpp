#pragma once

#include "actors/queue/queue_actor.hpp"
#include "actors/schedule/schedule_actor.hpp"
#include "actors/seat/seat_actor.hpp"
#include "actors/wallet/wallet_actor.hpp"

/// What the actors tell an operator of themselves. Each is known by its name once it has introduced
/// itself.
namespace frontrow {

void introduce(seat_self*);
void introduce(schedule_self*);
void introduce(wallet_self*);
void introduce(queue_self*);

} // namespace frontrow
