#pragma once

#include "cluster/transport/peer_messages.hpp"
#include "cluster/transport/tls_channel.hpp"
#include "config/settings.hpp"

#include <caf/actor_system.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

/// Links and node ports over CAF's middleman: its brokers carry our frames. The actor system must
/// have loaded `caf::io::middleman`.
namespace frontrow {

/// Waits and limits between nodes. Nodes of one cluster should have the same.
struct link_rules {
  milliseconds heartbeat{200};       // how often something is said at the least
  milliseconds silence_max{1'000};   // whoever says nothing for so long is lost
  milliseconds canary_max{1'000};    // whose front does not answer for so long is slow: lost
  milliseconds handshake_max{2'000}; // from connecting to the welcome
  milliseconds redial_min{50};       // doubles from failure to failure
  milliseconds redial_max{2'000};
  milliseconds call_max{30'000};         // a call that nobody answers ends
  std::uint32_t outstanding_max = 4'096; // calls under way to one peer, and from one peer
};

/// As the settings have them: beats five times in the time of silence.
link_rules rules_of(const cluster_settings&);

/// How a link is doing. Any thread may read it at any time.
struct link_figures {
  std::atomic<bool> is_up{false};
  std::atomic<std::uint32_t> outstanding{0};
  std::atomic<std::uint64_t> calls{0};
  std::atomic<std::uint64_t> lost{0};       // calls that ended as peer_lost after they were sent
  std::atomic<std::uint64_t> overloaded{0}; // calls that were refused here as peer_overloaded
  std::atomic<std::uint64_t> dials{0};
  std::atomic<std::uint64_t> downs{0};           // how often it went from up to down
  std::atomic<std::int64_t> rtt_microseconds{0}; // of the last canary that came back
  std::atomic<std::int64_t> canary_age_ms{0};    // of the one that is out; 0: none
};

/// A link went up or down, or did not go up for a new reason.
struct link_news {
  node_id peer{};
  bool is_up = false;
  std::string why; // it is down
};
using link_listener = caf::typed_actor<caf::reacts_to<link_news>>;

struct link_plan {
  node_id self{};
  node_id peer{};
  std::string address; // of the peer's node port
  link_rules rules;
  std::shared_ptr<const peer_tls> tls; // null: without
  link_listener listener;
  std::shared_ptr<link_figures> figures; // null: nobody looks
};

/// Stands for another node's front: dials, and dials again, until it is sent an exit. A call is
/// answered by the peer's front, or ends as `peer_lost` as soon as the link is down, as
/// `peer_overloaded` at once when too many are under way. While it is down every call ends so at
/// once; when the link has ended, as `caf::sec::request_receiver_down`. A peer whose connection
/// lives, but whose front does not answer canaries, is down too.
peer_actor open_link(caf::actor_system&, link_plan);

/// Who comes in. Any thread.
struct port_figures {
  std::atomic<std::int64_t> peers{0};
  std::atomic<std::int64_t> strangers{0};    // who have not said who they are
  std::atomic<std::uint64_t> turned_away{0}; // and were not let in
  std::atomic<std::uint64_t> calls{0};
};

struct port_plan {
  std::string address; // numeric; port 0 lets the system pick one
  /// Who this node is by now; nobody: it is no member yet, and all are turned away. Any thread.
  std::function<node_id()> self;
  peer_actor front; // answers calls; of kind 0 with nothing, as every call passes its mailbox
  link_rules rules;
  std::shared_ptr<const peer_tls> tls;   // null: without, on loopback or a private address only
  std::shared_ptr<port_figures> figures; // null: nobody looks
};

struct node_port {
  caf::actor door;     // ends, with all connections, when it is sent an exit
  std::string address; // where others reach it
};

/// Throws runtime_error with one line for the operator when it cannot listen there.
node_port open_node_port(caf::actor_system&, port_plan);

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::link_news)
