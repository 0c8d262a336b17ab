#pragma once

#include "cluster/lifecycle/steward_actor.hpp"

#include <functional>

/// How shards are given away, step by step.
namespace frontrow::cluster {

using steward = steward_shell::stateful_pointer<steward_state>;

/// One thing after the other, each with what comes next.
using step = std::function<void()>;

std::vector<shard_id> list_of(const shard_set&);

/// The front hears who answers for the house here.
void tell_front(steward self);

/// Waits until nothing is under way in these shards, which nobody may serve any more; not for ever.
void hold_doors(steward self, const shard_set& which, step then);

/// Ends everybody who lives there, and goes on when what they wanted saved is committed.
void empty_rooms(steward self, const shard_set& which, step then);

} // namespace frontrow::cluster
