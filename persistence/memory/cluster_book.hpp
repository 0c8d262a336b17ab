#pragma once

#include "actors/store/registry_messages.hpp"

#include <map>

namespace frontrow {

/// What a memory store knows of a cluster.
struct cluster_book {
  struct life {
    member who;
    instant lease_until{};
  };

  std::uint64_t version = 0;
  std::uint64_t last_node = 0;
  std::map<node_id, life> living;
  std::vector<shard_owner> shards{shard_count};

  /// A server without a cluster always.
  bool lets_write(node_id who) const { return who == node_id{} || living.contains(who); }
};

} // namespace frontrow
