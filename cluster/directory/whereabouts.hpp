#pragma once

#include "actors/placement/shard.hpp"
#include "cluster/transport/peer_messages.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <array>
#include <bitset>
#include <map>
#include <memory>
#include <vector>

/// Where everything is, as one node sees it.
namespace frontrow::cluster {

using shard_set = std::bitset<shard_count>;

struct whereabouts {
  std::uint64_t view = 0; // the registry's version
  node_id self{};
  std::array<node_id, shard_count> owners{}; // nobody: on its way
  shard_set here;                            // what this node serves just now
  std::map<node_id, peer_actor> peers;       // how other members are reached
};

/// News for doors and fronts. Shared and immutable.
struct new_whereabouts {
  std::shared_ptr<const whereabouts> now;
};

/// Nothing of these shards is begun here any more; answered when nothing that was begun is still
/// going on, watching aside.
struct hold_shards {
  shard_set which;
};

/// A door to itself: look who has waited too long.
struct tick_door {};

} // namespace frontrow::cluster

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::cluster::new_whereabouts)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::cluster::hold_shards)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::cluster::tick_door)
