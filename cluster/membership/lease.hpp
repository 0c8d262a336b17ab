#pragma once

#include <atomic>
#include <chrono>

namespace frontrow::cluster {

/// The time for which this node may believe that what it owns is its own. By the steady clock of
/// this machine, from before the registry was asked: it ends here before it ends there. Any thread
/// may ask.
class lease {
public:
  using time_point = std::chrono::steady_clock::time_point;

  bool is_held(time_point now) const { return left(now) > time_point::duration::zero(); }
  /// Negative: for so long it has been over.
  time_point::duration left(time_point now) const {
    return time_point{time_point::duration{until_.load(std::memory_order_acquire)}} - now;
  }
  void hold(time_point until) {
    until_.store(until.time_since_epoch().count(), std::memory_order_release);
  }
  void end() { hold(time_point{}); }

private:
  std::atomic<time_point::rep> until_{0};
};

} // namespace frontrow::cluster
