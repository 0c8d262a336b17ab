#pragma once

#include "actors/house.hpp"
#include "cluster/directory/door_actor.hpp"
#include "cluster/membership/membership_actor.hpp"
#include "cluster/wire/notes.hpp"

namespace frontrow::cluster {

/// Who answers here what other nodes ask; null: nobody.
struct local_house {
  schedule_actor schedules;
  wallet_actor wallets;
  queue_actor queues;
  gate_actor gate;
  programme_actor programme;
  outbox_actor outbox;
};

struct front_tools {
  std::shared_ptr<const lease> held;
  shard_id gate{};
};

struct serve_house {
  local_house here;
  membership_actor membership;
};

using front_actor = peer_actor::extend<caf::reacts_to<new_whereabouts>, caf::reacts_to<serve_house>,
                                       caf::replies_to<hold_shards>::with<bool>>;

struct front_state {
  front_state() = default;

  static inline const char* name = "front";
  front_tools tools;
  local_house here;
  membership_actor membership;
  std::shared_ptr<const whereabouts> where = std::make_shared<whereabouts>();
  going_on running;
};

using front_self
    = caf::stateful_actor<front_state, counted<front_actor::base, actor_kind::directory>>;

/// What other nodes reach: has their calls answered by whoever is here, and nowhere else. A call
/// about a shard that this node does not serve, or for which it has no lease, is `moved`: it is not
/// done.
front_actor::behavior_type keep_front(front_self* self, front_tools tools);

} // namespace frontrow::cluster

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::cluster::serve_house)
