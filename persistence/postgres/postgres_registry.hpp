#pragma once

#include "persistence/postgres/dialer.hpp"
#include "persistence/registry/registry.hpp"

namespace frontrow::postgres {

/// In the tables node, shard and cluster. Every change but a renewed lease is a transaction that
/// holds the row of `cluster` from its beginning, so changes follow each other. A renewal is one
/// round trip when there is nothing to tell, and needs nothing but its node's row.
class postgres_registry final : public registry {
public:
  /// @param writers How many each node has. Throws store_error.
  postgres_registry(link_options, std::uint32_t writers);

  joined answer(const join_cluster&) override;
  lease_renewed answer(const renew_lease&) override;
  cluster_view answer(const claim_shards&) override;
  cluster_view answer(const release_shards&) override;
  cluster_view answer(const drain_node&) override;
  cluster_view answer(const move_shard&) override;
  cluster_view answer(const leave_cluster&) override;
  cluster_view answer(const read_view&) override;

private:
  link& open();
  /// Once more when the connection turns out to be gone.
  template <class Work>
  auto ask(Work work) -> decltype(work(std::declval<link&>()));
  cluster_view change(const std::string& sql);
  joined join(link&, const join_cluster&);

  dialer dialer_;
  std::unique_ptr<link> link_;
  const std::uint32_t writers_;
};

/// Declares dead whoever is left of a cluster, for a server without one. Throws store_error.
void end_cluster(link&);

} // namespace frontrow::postgres
