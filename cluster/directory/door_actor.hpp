#pragma once

#include "actors/base/counted_actor.hpp"
#include "actors/base/words.hpp"
#include "actors/house.hpp"
#include "cluster/directory/going_on.hpp"
#include "cluster/membership/lease.hpp"

#include <caf/stateful_actor.hpp>

#include <deque>
#include <functional>

/// Doors of a house that stands on many nodes. Of the same types as the doors of one: whoever asks
/// need not know where the answer comes from.
namespace frontrow::cluster {

/// What doors and fronts of one node share.
struct door_tools {
  std::shared_ptr<const lease> held;
  shard_id gate{}; // where the FCFS gate lives
  /// How many may wait, at each door, for somebody to own what they ask about, and how long.
  std::size_t waiting_max = 10'000;
  milliseconds patience{5'000};
  /// Called when another node does not agree on who owns what: look again soon.
  std::function<void()> on_disagreement = [] {
  };
};

/// Who answers here. Nobody yet, or not any more: null.
template <class Handle>
struct serve_here {
  Handle by;
};

template <class Handle>
using door_of
    = Handle::template extend<caf::reacts_to<new_whereabouts>, caf::reacts_to<serve_here<Handle>>,
                              caf::replies_to<hold_shards>::template with<bool>,
                              caf::reacts_to<tick_door>>;

/// Somebody who waits until what he asks about has an owner again.
struct waiting_call {
  caf::actor_clock::time_point until;
  std::function<void()> again;
  std::function<void(caf::error)> give_up;
};

template <class Handle>
struct door_state {
  door_state() = default;

  static inline const char* name = "door";
  door_tools tools;
  Handle here; // null: nobody answers here
  std::shared_ptr<const whereabouts> where = std::make_shared<whereabouts>();
  going_on running;
  std::deque<waiting_call> waiting;
};

template <class Handle>
using door_self
    = caf::stateful_actor<door_state<Handle>,
                          counted<typename door_of<Handle>::base, actor_kind::directory>>;

/// Hands every message to whoever owns its shard: at once to the local `here` when this node does
/// and holds its lease, over one hop to another node, or when nobody does, as soon as somebody
/// does. What is under way when its node is lost is asked once more where that does no harm;
/// otherwise its asker hears `store_failure::unavailable`. Nobody waits longer than `patience` for
/// an owner.
template <class Handle>
typename door_of<Handle>::behavior_type keep_door(door_self<Handle>* self, door_tools tools,
                                                  Handle here);

using schedule_door = door_of<schedule_actor>;
using wallet_door = door_of<wallet_actor>;
using queue_door = door_of<queue_actor>;
using gate_door = door_of<gate_actor>;
using programme_door = door_of<programme_actor>;
using outbox_door = door_of<outbox_actor>;

} // namespace frontrow::cluster

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::cluster::serve_here<frontrow::schedule_actor>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::cluster::serve_here<frontrow::wallet_actor>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::cluster::serve_here<frontrow::queue_actor>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::cluster::serve_here<frontrow::gate_actor>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::cluster::serve_here<frontrow::programme_actor>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::cluster::serve_here<frontrow::outbox_actor>)
