#pragma once

#include "http/entrance/key_ring.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace frontrow::http::entrance {

/// What became of a change of the key files.
struct key_news {
  bool is_good = false;
  std::size_t keys = 0; // that count now
  std::string why;      // of a change that was not taken
};

struct key_figures {
  std::size_t keys = 0;
  std::uint64_t taken = 0;
  std::uint64_t refused = 0;
  bool is_stale = false; // the files are not what counts
};

/// Keeps the keys that files hold, and takes up what changes in them. Files that cannot be read or
/// are not acceptable change nothing: the keys before go on to count, and that is told, once.
class key_watch {
public:
  /// The longest file that is read.
  static constexpr std::size_t file_size_max = 1'024 * 1'024;

  /// Reads the files. Throws `std::runtime_error` of one line when they give no keys. `tell` is
  /// called by whoever looks.
  explicit key_watch(
      std::vector<std::string> files,
      std::function<void(const key_news&)> tell = [](const key_news&) {});
  key_watch(const key_watch&) = delete;
  key_watch& operator=(const key_watch&) = delete;
  ~key_watch();

  /// Looks every so often from now on, on a thread of its own. Reads the files whole: they are
  /// small, and no time stamp tells as surely whether they have changed.
  void begin(std::chrono::milliseconds period);

  /// Looks once. From one thread at a time.
  void look();

  struct held {
    std::shared_ptr<const key_ring> ring;
    std::uint64_t version = 0;
  };
  /// From any thread.
  held keys() const;
  /// Grows with every change of keys. From any thread; costs a load.
  std::uint64_t version() const noexcept { return version_.load(std::memory_order_acquire); }
  key_figures figures() const;

private:
  void run(std::chrono::milliseconds period);

  std::vector<std::string> files_;
  std::function<void(const key_news&)> tell_;
  std::string seen_; // what the files said, or why they could not be read

  mutable std::mutex mutex_; // of what follows
  std::shared_ptr<const key_ring> ring_;
  key_figures figures_;
  std::condition_variable ending_;
  bool is_ending_ = false;

  std::atomic<std::uint64_t> version_{1};
  std::thread thread_;
};

} // namespace frontrow::http::entrance
