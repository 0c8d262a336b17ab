#pragma once

#include "persistence/store.hpp"
#include "tests/simulation/evidence.hpp"

#include <memory>

namespace frontrow::test {

/// How the store fares just now.
struct weather {
  bool is_away = false;       // neither reads nor commits
  int reads_left = -1;        // then it is away; negative: no such limit
  unsigned fails_percent = 0; // of commits: half of them are there nevertheless
  bool loses_writes = false;  // the one wrong that no server survives, to try the checkers on
};

/// Another store, with everything that became durable written down, and out of reach while the
/// weather says so. It outlives its servers.
class recorded_store final : public store {
public:
  recorded_store(std::shared_ptr<store> behind, evidence& record, weather& sky)
      : behind_{std::move(behind)}, record_{record}, sky_{sky} {}

  std::uint32_t partitions() const override;
  std::unique_ptr<store_writer> open_writer(node_id = {}) override;
  std::unique_ptr<store_reader> open_reader() override;
  std::unique_ptr<store_inspector> open_inspector() override;
  std::unique_ptr<registry> open_registry() override;

private:
  std::shared_ptr<store> behind_;
  evidence& record_;
  weather& sky_;
};

} // namespace frontrow::test
