#pragma once

#include "persistence/memory/shelves.hpp"
#include "persistence/registry/registry.hpp"

#include <memory>

namespace frontrow {

/// Over what a memory store keeps, by that store's clock.
class memory_registry final : public registry {
public:
  memory_registry(std::shared_ptr<shelves> on, wall_clock clock)
      : on_{std::move(on)}, clock_{std::move(clock)} {}

  joined answer(const join_cluster&) override;
  lease_renewed answer(const renew_lease&) override;
  cluster_view answer(const claim_shards&) override;
  cluster_view answer(const release_shards&) override;
  cluster_view answer(const drain_node&) override;
  cluster_view answer(const move_shard&) override;
  cluster_view answer(const leave_cluster&) override;
  cluster_view answer(const read_view&) override;

private:
  const std::shared_ptr<shelves> on_;
  const wall_clock clock_;
};

} // namespace frontrow
