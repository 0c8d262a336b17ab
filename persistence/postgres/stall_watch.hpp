#pragma once

#include "actors/base/words.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace frontrow::postgres {

/// Cuts connections whose server stands still: libpq waits for an answer without a limit, and the
/// kernel of a server that is stopped acknowledges whatever is sent to it.
class stall_watch {
public:
  /// One connection. Its owner says when it begins to wait and when that is over.
  class line {
  public:
    explicit line(int socket);
    line(const line&) = delete;
    line& operator=(const line&) = delete;
    ~line();

    /// From now on the answer may take this long, and a moment more.
    void begin(milliseconds patience);
    void end();
    /// Whether the answer was cut short.
    bool is_cut() const { return is_cut_; }

  private:
    friend class stall_watch;
    using clock = std::chrono::steady_clock;
    void look(clock::time_point now);

    const int socket_; // a second name of the connection's: that one may be closed at any time
    std::atomic<clock::rep> until_{0}; // 0: nobody waits
    std::atomic<bool> is_cut_{false};
  };

  stall_watch();
  stall_watch(const stall_watch&) = delete;
  stall_watch& operator=(const stall_watch&) = delete;
  ~stall_watch();

  std::shared_ptr<line> watch(int socket);

private:
  void keep_looking();

  std::mutex guard_;
  std::condition_variable changed_;
  std::vector<std::weak_ptr<line>> lines_;
  bool is_ending_ = false;
  std::thread thread_;
};

} // namespace frontrow::postgres
