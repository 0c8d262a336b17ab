#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>

namespace frontrow {

/// Whether somebody looks into the house. What only an onlooker wants is counted only while
/// somebody does, so a house that nobody looks into pays one read of a flag a message.
class house_watch {
public:
  using clock = std::chrono::steady_clock;

  bool is_on() const noexcept { return is_on_.load(std::memory_order_relaxed); }

  /// Somebody looks now, and goes on for so long.
  void keep_on(clock::time_point until) {
    auto known = until_.load(std::memory_order_relaxed);
    const auto wanted = until.time_since_epoch().count();
    while (known < wanted && !until_.compare_exchange_weak(known, wanted))
      ;
    is_on_.store(true, std::memory_order_relaxed);
  }

  /// Whoever counts says the time: when nobody looks any more, it is off.
  void see(clock::time_point now) noexcept {
    if (now.time_since_epoch().count() >= until_.load(std::memory_order_relaxed))
      is_on_.store(false, std::memory_order_relaxed);
  }

private:
  std::atomic<bool> is_on_{false};
  std::atomic<clock::rep> until_{0};
};

inline house_watch the_watch;

} // namespace frontrow
