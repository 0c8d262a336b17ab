#pragma once

#include "persistence/outbox/feed_actor.hpp"
#include "persistence/redis/line_actor.hpp"
#include "persistence/writer/writer_actor.hpp"

#include <prometheus/metric_family.h>

#include <array>
#include <chrono>
#include <vector>

namespace frontrow {

/// How large batches are and how long they take. Written by writers, read by anybody.
class batch_metrics {
public:
  static constexpr std::array<std::uint64_t, 11> size_bounds{1,  2,   4,   8,   16,   32,
                                                             64, 128, 256, 512, 1'024};
  static constexpr std::array<double, 12> second_bounds{1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3,
                                                        1e-2, 2.5e-2, 5e-2, 0.1,  0.5,    2.5};

  void see(std::size_t write_sets, std::chrono::nanoseconds took);
  std::vector<prometheus::MetricFamily> families() const;
  /// All the time spent in commits.
  std::uint64_t nanoseconds() const { return nanoseconds_.load(std::memory_order_relaxed); }

private:
  std::array<std::atomic<std::uint64_t>, size_bounds.size() + 1> sizes_{};
  std::array<std::atomic<std::uint64_t>, second_bounds.size() + 1> seconds_{};
  std::atomic<std::uint64_t> write_sets_{0};
  std::atomic<std::uint64_t> nanoseconds_{0};
};

/// All that the store's side of the house counts.
std::vector<prometheus::MetricFamily> store_families(const writer_observer&, const batch_metrics&,
                                                     const feed_observer&);

/// What the keeper of waiting rooms' lines in Redis counts.
std::vector<prometheus::MetricFamily> line_families(const line_observer&);

} // namespace frontrow
