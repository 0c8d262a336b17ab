#pragma once

#include "actors/open_house.hpp"
#include "cluster/directory/front_actor.hpp"
#include "cluster/lifecycle/steward_figures.hpp"
#include "cluster/membership/membership_actor.hpp"

#include <caf/stateful_actor.hpp>

#include <set>

/// Who lives on this node: shards come and go.
namespace frontrow::cluster {

/// The house's doors, as many nodes have them.
struct cluster_doors {
  schedule_door schedules;
  wallet_door wallets;
  queue_door queues;
  gate_door gate;
  programme_door programme;
  outbox_door outbox;
};

struct steward_tools {
  node_id self{};
  shard_id gate{};
  registry_actor registry;
  writer_actor writer;
  membership_actor membership;
  cluster_doors doors;
  front_actor front;
  frontrow::rooms rooms;
  outbox_actor outbox; // null: nothing is published
  /// How another member is reached. Ends when it is sent an exit.
  std::function<peer_actor(const member&)> open_link;
  // Who is one for the whole house is brought alive where it lives.
  std::function<gate_actor()> open_gate;
  std::function<programme_actor()> open_programme;
  std::function<void(bool)> lead_drain = [](bool) {
  };
  std::shared_ptr<homes> here = std::make_shared<homes>();
  std::shared_ptr<steward_figures> seen = std::make_shared<steward_figures>();
  /// Everything is given away: the node may go.
  std::function<void()> on_empty = [] {
  };
};

/// To itself.
struct look_after_shards {};

using steward_shell = view_listener::extend<caf::reacts_to<look_after_shards>>;

struct steward_state {
  steward_state() = default;
  ~steward_state();

  static inline const char* name = "steward";
  steward_tools tools;
  std::shared_ptr<const cluster_view> view = std::make_shared<cluster_view>();
  std::map<node_id, peer_actor> links;
  shard_set here;                                // served
  shard_set leaving;                             // being given away
  std::pair<std::uint64_t, shard_set> published; // what everybody knows: view, and what is here
  bool is_claiming = false;
  gate_actor gate;
  programme_actor programme;
};

/// Brings this node to what the newest view wants of it: claims what placement gives it and nobody
/// has, serves what it owns, and gives away what should be another's. What is given away is let
/// come to its end first: nothing new is begun, what is under way ends, those who live there end,
/// and what they wanted saved is committed before the shard is released.
steward_shell::behavior_type keep_steward(steward_shell::stateful_pointer<steward_state> self,
                                          steward_tools tools);

} // namespace frontrow::cluster

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::cluster::look_after_shards)
