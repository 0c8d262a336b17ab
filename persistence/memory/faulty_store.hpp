#pragma once

#include "persistence/store.hpp"

#include <functional>

namespace frontrow {

/// What a commit suffers.
enum class commit_fault : std::uint8_t {
  none,
  full,   // fails, and nothing is there
  before, // breaks, and nothing is there
  after,  // breaks, and everything is there: the caller cannot know
};

/// Another store with bad days. `fault` is asked before each commit, on the writer's thread.
class faulty_store final : public store {
public:
  faulty_store(std::shared_ptr<store> behind, std::function<commit_fault()> fault);

  std::uint32_t partitions() const override;
  std::unique_ptr<store_writer> open_writer(node_id = {}) override;
  std::unique_ptr<store_reader> open_reader() override;
  std::unique_ptr<store_inspector> open_inspector() override;
  std::unique_ptr<registry> open_registry() override;

private:
  std::shared_ptr<store> behind_;
  std::function<commit_fault()> fault_;
};

} // namespace frontrow
