#pragma once

#include "cluster/lifecycle/steward_actor.hpp"
#include "cluster/transport/peer_link.hpp"

/// This process as one node of a cluster.
namespace frontrow::cluster {

struct node_plan {
  cluster_settings how;
  node_facts who; // all but `address`
  shard_id gate{};
  registry_actor registry;
  /// Hears how late it is in the store, at every heartbeat.
  std::function<void(instant)> on_time = [](instant) {
  };
  /// It was declared dead. Everything that it knows may be wrong: it has to begin anew.
  std::function<void()> on_buried = [] {
  };
  /// Hears what an operator should read.
  std::function<void(bool is_bad, const std::string& what, const std::string& whom)> tell;
};

/// What a node needs of the house to serve it.
struct node_house {
  rooms keepers; // the node ends them
  writer_actor writer;
  outbox_actor outbox; // null: nothing is published
  std::function<gate_actor(const house& doors)> open_gate;
  std::function<programme_actor(const house& doors)> open_programme;
  std::function<void(bool)> lead_drain = [](bool) {
  };
};

/// Opens the node port and joins; from then on the lease is renewed. Ends all its actors when it
/// goes.
class cluster_node {
public:
  /// Waits while the node that had this name may still be alive, `patience` at the longest. Throws
  /// std::runtime_error with one line for the operator.
  cluster_node(caf::actor_system&, node_plan, milliseconds patience);
  ~cluster_node();
  cluster_node(const cluster_node&) = delete;
  cluster_node& operator=(const cluster_node&) = delete;

  node_id id() const { return joined_.id; }
  std::uint32_t number() const { return joined_.number; }
  const std::string& address() const { return port_.address; }
  /// Any thread, for as long as this is there.
  bool is_home(shard_id shard) const { return here_->has(shard); }

  /// Doors to the whole house; from now on this node takes its share of it. Fills in schedules,
  /// wallets, queues, gate, programme and outbox.
  void serve(house& doors, node_house);

  /// Gives everything away, as far as somebody is there to take it, and leaves. True: nothing was
  /// left when `patience` was over.
  bool leave(milliseconds patience);

  bool holds_lease() const { return held_->is_held(std::chrono::steady_clock::now()); }
  const lease& held() const { return *held_; }
  const registry_actor& registry() const { return plan_.registry; }
  const steward_figures& figures() const { return *seen_; }
  const port_figures& port() const { return *port_seen_; }

private:
  void join(milliseconds patience);

  caf::actor_system& system_;
  node_plan plan_;
  std::shared_ptr<lease> held_ = std::make_shared<lease>();
  std::shared_ptr<homes> here_ = std::make_shared<homes>();
  std::shared_ptr<steward_figures> seen_ = std::make_shared<steward_figures>();
  std::shared_ptr<port_figures> port_seen_ = std::make_shared<port_figures>();
  std::shared_ptr<std::atomic<std::uint64_t>> self_
      = std::make_shared<std::atomic<std::uint64_t>>(0);
  std::shared_ptr<const peer_tls> tls_;
  front_actor front_;
  node_port port_;
  joined joined_;
  membership_shell membership_;
  link_listener news_;
  steward_shell steward_;
  cluster_doors doors_;
  rooms keepers_;
};

} // namespace frontrow::cluster
