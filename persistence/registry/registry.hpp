#pragma once

#include "actors/store/registry_messages.hpp"

namespace frontrow {

/// Decides who belongs to the cluster and who owns what, as the port says
/// (actors/store/registry_messages.hpp). Of one thread; any number of them may stand over one
/// store. All throw store_error.
///
/// Who is late himself buries nobody: when the store was away, all leases have ended, and the first
/// to come back must not take the others for dead.
class registry {
public:
  virtual ~registry() = default;

  virtual joined answer(const join_cluster&) = 0;
  virtual lease_renewed answer(const renew_lease&) = 0;
  virtual cluster_view answer(const claim_shards&) = 0;
  virtual cluster_view answer(const release_shards&) = 0;
  virtual cluster_view answer(const drain_node&) = 0;
  virtual cluster_view answer(const move_shard&) = 0;
  virtual cluster_view answer(const leave_cluster&) = 0;
  virtual cluster_view answer(const read_view&) = 0;
};

} // namespace frontrow
