#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace frontrow {

/// Sent into a part of the server, to call back from there. It must return at once, and may call
/// back from any thread, late or never.
using canary = std::function<void(std::function<void()> come_back)>;

/// Says that the server lives for as long as all of it does: sends every canary round after round,
/// and the next round only when the whole of the last one is back. So a part that hangs is asked
/// once, and ends the messages.
class watchdog {
public:
  /// Begins at once, in a thread of its own. `is_alive` is called every third of `patience` in
  /// which all were back; who is slow is given two thirds of it.
  watchdog(std::chrono::microseconds patience, std::vector<canary> canaries,
           std::function<void()> is_alive);
  watchdog(const watchdog&) = delete;
  watchdog& operator=(const watchdog&) = delete;
  /// Waits for nobody who was asked.
  ~watchdog();

private:
  void keep_looking(std::chrono::microseconds pause);

  const std::vector<canary> canaries_;
  const std::function<void()> is_alive_;
  std::mutex guard_;
  std::condition_variable changed_;
  bool is_ending_ = false;
  std::thread thread_;
};

} // namespace frontrow
