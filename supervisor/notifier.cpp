#include "supervisor/notifier.hpp"

#include <charconv>
#include <cstdlib>
#include <cstring>

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

namespace frontrow {

namespace {

std::string_view variable(const char* name) {
  const auto* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : value;
}

/// 0 for what is no number.
std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, wrong] = std::from_chars(text.data(), end, value);
  return wrong == std::errc{} && stop == end ? value : 0;
}

std::optional<std::chrono::microseconds> patience_of_environment() {
  const auto period = number(variable("WATCHDOG_USEC"));
  const auto whose = variable("WATCHDOG_PID");
  // A process in between may have handed down what was meant for itself.
  if (period <= 0 || (!whose.empty() && number(whose) != ::getpid()))
    return {};
  return std::chrono::microseconds{period};
}

/// A manager that is stuck shall not keep the server from going on.
constexpr timeval send_limit{.tv_sec = 5, .tv_usec = 0};

} // namespace

notifier notifier::of_environment() {
  return notifier{std::string{variable("NOTIFY_SOCKET")}, patience_of_environment()};
}

notifier::notifier(std::string socket, std::optional<std::chrono::microseconds> patience)
    : socket_{std::move(socket)}, patience_{socket_.empty() ? std::nullopt : patience} {
}

bool notifier::tell(std::string_view lines) const {
  if (socket_.empty())
    return true;
  sockaddr_un where{};
  where.sun_family = AF_UNIX;
  if (socket_.size() >= sizeof where.sun_path)
    return false;
  std::memcpy(where.sun_path, socket_.data(), socket_.size());
  // A name without a file.
  if (socket_.front() == '@')
    where.sun_path[0] = '\0';
  const int handle = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (handle < 0)
    return false;
  ::setsockopt(handle, SOL_SOCKET, SO_SNDTIMEO, &send_limit, sizeof send_limit);
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  const auto sent = ::sendto(handle, lines.data(), lines.size(), MSG_NOSIGNAL,
                             reinterpret_cast<const sockaddr*>(&where), length);
  ::close(handle);
  return sent == static_cast<ssize_t>(lines.size());
}

std::string stopping_lines(std::chrono::microseconds grace) {
  constexpr auto to_save = std::chrono::seconds{30};
  return "STOPPING=1\nEXTEND_TIMEOUT_USEC="
         + std::to_string(std::chrono::microseconds{grace + to_save}.count());
}

} // namespace frontrow
