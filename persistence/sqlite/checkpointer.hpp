#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <thread>

namespace frontrow::sqlite {

class connection;

/// When the write-ahead log is emptied, in its pages.
struct log_limits {
  std::uint32_t start = 2'000; // from here on a thread of its own moves pages to the database
  std::uint32_t rest = 500;    // so few left: the writer moves them itself, and the log starts over
  std::uint32_t most = 20'000; // so many: the writer waits for the thread, whatever it costs
};

/// Keeps the write-ahead log short without making commits wait: a thread copies what is committed
/// into the database while the writer goes on; only the last few pages are the writer's, because
/// the log starts over only when nothing was added behind the copier's back.
class checkpointer {
public:
  checkpointer(std::filesystem::path database, log_limits limits);
  checkpointer(const checkpointer&) = delete;
  checkpointer& operator=(const checkpointer&) = delete;
  ~checkpointer() { stop(); }

  /// From the writer, between transactions, with its log's length.
  void tend(connection& writer, std::uint32_t pages);

  /// Ends the thread.
  void stop();

private:
  void keep_copying();

  const std::filesystem::path database_;
  const log_limits limits_;
  std::uint32_t pages_ = 0; // when the writer last came by
  std::atomic<std::uint32_t> copied_{0};

  std::mutex guard_;
  std::condition_variable changed_;
  bool is_wanted_ = false;
  bool is_stopping_ = false;
  std::thread thread_;
};

/// Moves what it can of the log into the database, beside readers and a writer. Says how many
/// pages are there by now. Throws store_error.
std::uint32_t checkpoint(connection&, bool truncate);

} // namespace frontrow::sqlite
