#include "persistence/sqlite/checkpointer.hpp"

#include "persistence/sqlite/connection.hpp"
#include "persistence/store.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <optional>

#include <sys/resource.h>

namespace frontrow::sqlite {

namespace {

constexpr int copier_nice = 10;

} // namespace

std::uint32_t checkpoint(connection& on, bool truncate) {
  int pages = 0;
  int copied = 0;
  const int how = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
  const int code = sqlite3_wal_checkpoint_v2(on.raw(), nullptr, how, &pages, &copied);
  // Busy: a reader or another copier is in the way; there will be another time.
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
    fail(on.raw(), code);
  return static_cast<std::uint32_t>(std::max(copied, 0));
}

checkpointer::checkpointer(std::filesystem::path database, log_limits limits)
    : database_{std::move(database)}, limits_{limits}, thread_{[this] {
        keep_copying();
      }} {
}

void checkpointer::stop() {
  {
    const std::lock_guard lock{guard_};
    is_stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable())
    thread_.join();
}

void checkpointer::tend(connection& writer, std::uint32_t pages) {
  // A shorter log is a new one.
  if (pages < pages_)
    copied_ = 0;
  pages_ = pages;
  if (pages < limits_.start)
    return;
  std::unique_lock lock{guard_};
  if (pages >= limits_.most)
    changed_.wait(lock, [this] { return !is_wanted_; });
  if (is_wanted_)
    return;
  if (pages - std::min(pages, copied_.load()) <= limits_.rest || pages >= limits_.most) {
    lock.unlock();
    copied_ = checkpoint(writer, false);
  } else {
    is_wanted_ = true;
    lock.unlock();
    changed_.notify_all();
  }
}

void checkpointer::keep_copying() {
  // On Linux this is the calling thread's alone. Whoever waits for an answer goes first; a refusal
  // costs nothing but that.
  setpriority(PRIO_PROCESS, 0, copier_nice);
  std::optional<connection> own;
  std::unique_lock lock{guard_};
  for (;;) {
    changed_.wait(lock, [this] { return is_wanted_ || is_stopping_; });
    if (is_stopping_)
      return;
    lock.unlock();
    try {
      if (!own)
        own.emplace(database_, connection::mode::read_write);
      copied_ = checkpoint(*own, false);
    } catch (const store_error&) {
      // No room, most likely. The log keeps everything; the next commit asks again.
      own.reset();
    }
    lock.lock();
    is_wanted_ = false;
    changed_.notify_all();
  }
}

} // namespace frontrow::sqlite
