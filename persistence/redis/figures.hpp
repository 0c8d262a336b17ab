#pragma once

#include <prometheus/metric_family.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace frontrow::redis {

/// What can be seen of one connection from any thread. Counts only grow.
struct connection_figures {
  static constexpr std::array<double, 12> second_bounds{1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3,
                                                        1e-2, 2.5e-2, 5e-2, 0.1,  0.5,    2.5};

  std::atomic<bool> is_up{false};
  std::atomic<std::uint64_t> connects{0}; // the first one included
  std::atomic<std::uint64_t> losses{0};   // of a connection, and attempts at one that failed
  std::atomic<std::uint64_t> commands{0}; // sent
  std::atomic<std::uint64_t> errors{0};   // commands that Redis answered with an error
  std::array<std::atomic<std::uint64_t>, second_bounds.size() + 1> round_trips{}; // by duration
  std::atomic<std::uint64_t> nanoseconds{0};                                      // of all of them

  /// Called when Redis gets lost, and (with nothing) when it is there again. Set before the
  /// connection is made.
  std::function<void(const std::string& why)> on_trouble;

  void see_round_trip(std::chrono::nanoseconds took);
};

/// What the guard counts besides.
struct guard_figures {
  std::atomic<std::uint64_t> owed{0};         // guards whose end Redis has not been told yet
  std::atomic<std::uint64_t> forgotten{0};    // of these, for want of room: they end by themselves
  std::atomic<std::uint64_t> restorations{0}; // of a sequence that Redis had lost

  /// Called when Redis had lost the sequence, with the number it goes on with.
  std::function<void(std::uint64_t number)> on_restored;
};

/// What all that speak to Redis count, each on a connection of its own.
struct figures {
  connection_figures guard;
  connection_figures tokens;
  connection_figures outbox;
  guard_figures guards;

  /// Calls `what` with each of them and its name, which is the label `user` in metrics.
  template <class What>
  void each(What what) {
    what("guard", guard);
    what("tokens", tokens);
    what("outbox", outbox);
  }
};

/// Of the connections that have been tried so far.
std::vector<prometheus::MetricFamily> redis_families(figures&);

} // namespace frontrow::redis
