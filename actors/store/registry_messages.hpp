#pragma once

#include "actors/placement/shard.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>

#include <string>
#include <vector>

/// The port between a node and what decides who belongs to the cluster and who owns what: one
/// actor with a thread of its own. Its answers are durable, and in one order for all nodes. What
/// it cannot say is a `store_failure`.
namespace frontrow {

/// What a node says of itself.
struct node_facts {
  std::string name;    // the operator's name for it: at most one living node has it
  std::string address; // where other nodes reach it: "10.0.0.7:8091"
  std::string url;     // where clients do
  std::string version;
  /// Equal in all nodes: what must not differ between them, as one text.
  std::string agreed;
};

/// One living node.
struct member {
  node_id id{};
  node_facts is;
  /// Distinguishes the ids that it makes: 1 to 1023, no other living node has it.
  std::uint32_t number = 0;
  bool is_draining = false; // gives all its shards away, and gets none
  instant joined_at{};
};

struct shard_owner {
  node_id owner{};         // nobody: free to be claimed
  std::uint64_t epoch = 0; // counts owners
  node_id wanted{};        // where an operator moved it; nobody: where placement says
};

/// Who belongs to the cluster and who owns what, at one moment.
struct cluster_view {
  std::uint64_t version = 0;       // grows with every change
  std::vector<member> members;     // by id
  std::vector<shard_owner> shards; // `shard_count` of them; empty: as in the version that was known
};

/// Makes a newcomer a member, with a lease. A name whose last node is not known to be dead is
/// waited for: ask again.
struct join_cluster {
  node_facts who;
  milliseconds lease{};
};
struct joined {
  std::string why_not; // one line for the operator; empty: it is a member
  bool may_retry = false;
  node_id id{};
  std::uint32_t number = 0;
};

/// The heartbeat: a lease that ends `lease` after the store got this, not before. Also declares
/// dead whoever's lease has ended: none of his batches commits from then on, and his shards are
/// nobody's.
struct renew_lease {
  node_id id{};
  milliseconds lease{};
  std::uint64_t known_view = 0; // nothing is told again of it
};
struct lease_renewed {
  bool is_member = false; // no: it was declared dead, and stays so
  instant now{};          // the store's time
  cluster_view view;
};

/// Takes those of these shards that are nobody's. Answers with the view after it.
struct claim_shards {
  node_id id{};
  std::vector<shard_id> which;
};
/// Gives shards up: whatever the node wanted saved for them is committed.
struct release_shards {
  node_id id{};
  std::vector<shard_id> which;
};

/// An operator's wish: this node gives its shards away (or takes some again).
struct drain_node {
  node_id id{};
  bool is_draining = true;
};
/// An operator's wish: this shard lives there, or with nobody, where placement says.
struct move_shard {
  shard_id which{};
  node_id to{};
};

/// It goes in good order, and owns nothing any more.
struct leave_cluster {
  node_id id{};
};

struct read_view {};

using registry_actor = caf::typed_actor<caf::replies_to<join_cluster>::with<joined>,
                                        caf::replies_to<renew_lease>::with<lease_renewed>,
                                        caf::replies_to<claim_shards>::with<cluster_view>,
                                        caf::replies_to<release_shards>::with<cluster_view>,
                                        caf::replies_to<drain_node>::with<cluster_view>,
                                        caf::replies_to<move_shard>::with<cluster_view>,
                                        caf::replies_to<leave_cluster>::with<cluster_view>,
                                        caf::replies_to<read_view>::with<cluster_view>>;

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::cluster_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::join_cluster)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::joined)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::renew_lease)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::lease_renewed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::claim_shards)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::release_shards)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::drain_node)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::move_shard)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::leave_cluster)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::read_view)
