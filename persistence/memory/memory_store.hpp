#pragma once

#include "actors/base/clock.hpp"
#include "persistence/store.hpp"

namespace frontrow {

struct shelves;

/// A store without a disk, and as real as one with: its sides come and go, what was committed stays
/// as long as the store.
class memory_store final : public store {
public:
  /// @param clock The store's, by which leases end.
  explicit memory_store(milliseconds answer_life = std::chrono::hours{24},
                        std::uint32_t partitions = 1, wall_clock clock = make_wall_clock());

  std::uint32_t partitions() const override;
  std::unique_ptr<store_writer> open_writer(node_id = {}) override;
  std::unique_ptr<store_reader> open_reader() override;
  std::unique_ptr<store_inspector> open_inspector() override;
  std::unique_ptr<registry> open_registry() override;

private:
  std::shared_ptr<shelves> shelves_;
  wall_clock clock_;
};

} // namespace frontrow
