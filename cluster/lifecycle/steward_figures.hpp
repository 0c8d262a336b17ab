#pragma once

#include "actors/placement/shard.hpp"

#include <array>
#include <atomic>

namespace frontrow::cluster {

/// Which shards are served here. Any thread may ask.
class homes {
public:
  bool has(shard_id shard) const { return all_[raw(shard)].load(std::memory_order_acquire); }
  void set(shard_id shard, bool is_here) {
    all_[raw(shard)].store(is_here, std::memory_order_release);
  }

private:
  std::array<std::atomic<bool>, shard_count> all_{};
};

/// What came and went. Any thread may read it at any time.
struct steward_figures {
  std::atomic<std::int64_t> members{0};
  std::atomic<std::int64_t> shards{0};
  std::atomic<std::int64_t> unowned{0}; // shards of nobody, as far as this node knows
  std::atomic<std::uint64_t> view{0};
  std::atomic<std::uint64_t> claimed{0};
  std::atomic<std::uint64_t> given{0};
  std::atomic<std::uint64_t> hand_over_nanoseconds{0}; // from holding to releasing, all together
  std::atomic<std::uint64_t> hand_overs{0};
};

} // namespace frontrow::cluster
