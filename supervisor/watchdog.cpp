#include "supervisor/watchdog.hpp"

#include <atomic>
#include <memory>

namespace frontrow {

namespace {

/// Outlives the watchdog in canaries that are still on their way.
using missing = std::shared_ptr<std::atomic<std::size_t>>;

missing send_all(const std::vector<canary>& all) {
  auto away = std::make_shared<std::atomic<std::size_t>>(all.size());
  for (const auto& each : all)
    each([away] { away->fetch_sub(1); });
  return away;
}

} // namespace

watchdog::watchdog(std::chrono::microseconds patience, std::vector<canary> canaries,
                   std::function<void()> is_alive)
    : canaries_{std::move(canaries)}, is_alive_{std::move(is_alive)}, thread_{[this, patience] {
        keep_looking(patience / 3);
      }} {
}

watchdog::~watchdog() {
  {
    const std::lock_guard lock{guard_};
    is_ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void watchdog::keep_looking(std::chrono::microseconds pause) {
  auto away = send_all(canaries_);
  std::unique_lock lock{guard_};
  while (!changed_.wait_for(lock, pause, [this] { return is_ending_; })) {
    if (*away != 0)
      continue;
    lock.unlock();
    is_alive_();
    away = send_all(canaries_);
    lock.lock();
  }
}

} // namespace frontrow
