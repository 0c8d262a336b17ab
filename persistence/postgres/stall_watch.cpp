#include "persistence/postgres/stall_watch.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace frontrow::postgres {

namespace {

/// How often it looks, and how much later than the server itself should have said so.
constexpr milliseconds pause{100};
constexpr milliseconds grace{1'000};

} // namespace

stall_watch::line::line(int socket) : socket_{fcntl(socket, F_DUPFD_CLOEXEC, 0)} {
}

stall_watch::line::~line() {
  if (socket_ >= 0)
    close(socket_);
}

void stall_watch::line::begin(milliseconds patience) {
  const auto until = clock::now() + patience + grace;
  until_.store(until.time_since_epoch().count(), std::memory_order_relaxed);
}

void stall_watch::line::end() {
  until_.store(0, std::memory_order_relaxed);
}

void stall_watch::line::look(clock::time_point now) {
  const auto until = until_.load(std::memory_order_relaxed);
  if (until == 0 || now.time_since_epoch().count() < until)
    return;
  is_cut_ = true;
  shutdown(socket_, SHUT_RDWR);
}

stall_watch::stall_watch()
    : thread_{[this] {
        keep_looking();
      }} {
}

stall_watch::~stall_watch() {
  {
    const std::lock_guard lock{guard_};
    is_ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::shared_ptr<stall_watch::line> stall_watch::watch(int socket) {
  auto fresh = std::make_shared<line>(socket);
  const std::lock_guard lock{guard_};
  std::erase_if(lines_, [](const auto& one) { return one.expired(); });
  lines_.push_back(fresh);
  return fresh;
}

void stall_watch::keep_looking() {
  std::unique_lock lock{guard_};
  while (!changed_.wait_for(lock, pause, [this] { return is_ending_; })) {
    const auto now = line::clock::now();
    for (const auto& one : lines_)
      if (const auto alive = one.lock())
        alive->look(now);
  }
}

} // namespace frontrow::postgres
