#include "supervisor/notifier.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace frontrow;
using namespace std::chrono_literals;

namespace {

/// A service manager's ear: a datagram socket whose name the kernel chose.
class ear {
public:
  ear() : handle_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)} {
    sockaddr_un where{};
    where.sun_family = AF_UNIX;
    // A name of no length asks for a free one in the abstract space.
    const auto length = static_cast<socklen_t>(sizeof where.sun_family);
    REQUIRE(::bind(handle_, reinterpret_cast<sockaddr*>(&where), length) == 0);
    socklen_t named = sizeof where;
    REQUIRE(::getsockname(handle_, reinterpret_cast<sockaddr*>(&where), &named) == 0);
    name_.assign(where.sun_path + 1, named - offsetof(sockaddr_un, sun_path) - 1);
  }
  ~ear() { ::close(handle_); }
  ear(const ear&) = delete;
  ear& operator=(const ear&) = delete;

  std::string name() const { return "@" + name_; }

  std::string hear() const {
    char text[256];
    const auto count = ::recv(handle_, text, sizeof text, MSG_DONTWAIT);
    return count < 0 ? "nothing" : std::string{text, static_cast<std::size_t>(count)};
  }

private:
  int handle_;
  std::string name_;
};

/// Sets variables while it lives.
class variables {
public:
  variables(std::string socket, std::string period, std::string whose) {
    ::setenv("NOTIFY_SOCKET", socket.c_str(), 1);
    ::setenv("WATCHDOG_USEC", period.c_str(), 1);
    ::setenv("WATCHDOG_PID", whose.c_str(), 1);
  }
  ~variables() {
    for (const auto* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"})
      ::unsetenv(name);
  }
  variables(const variables&) = delete;
  variables& operator=(const variables&) = delete;
};

} // namespace

TEST_CASE("what is told arrives in one piece") {
  const ear manager;
  const notifier mouth{manager.name()};
  CHECK(mouth.tell("STOPPING=1\nEXTEND_TIMEOUT_USEC=7"));
  CHECK(mouth.tell("WATCHDOG=1"));
  CHECK(manager.hear() == "STOPPING=1\nEXTEND_TIMEOUT_USEC=7");
  CHECK(manager.hear() == "WATCHDOG=1");
  CHECK(manager.hear() == "nothing");
}

TEST_CASE("without a manager nothing is told, and that is no failure") {
  CHECK(notifier{}.tell("READY=1"));
  CHECK(notifier{"", 5s}.patience() == std::nullopt);
  const variables none{"", "5", ""};
  CHECK(notifier::of_environment().patience() == std::nullopt);
}

TEST_CASE("a manager that cannot be reached is a failure") {
  CHECK_FALSE(notifier{"@nobody/has/this/name"}.tell("READY=1"));
  CHECK_FALSE(notifier{"/no/such/folder/socket"}.tell("READY=1"));
  CHECK_FALSE(notifier{std::string(200, 'x')}.tell("READY=1"));
}

TEST_CASE("the patience is the manager's own, and for this process") {
  const ear manager;
  const auto patience = [&](const std::string& period, const std::string& whose) {
    const variables given{manager.name(), period, whose};
    return notifier::of_environment().patience();
  };
  const auto own = std::to_string(::getpid());
  CHECK(patience("3000000", own) == 3s);
  CHECK(patience("3000000", "") == 3s);
  CHECK(patience("3000000", "1") == std::nullopt);
  CHECK(patience("", own) == std::nullopt);
  CHECK(patience("0", own) == std::nullopt);
  CHECK(patience("-3", own) == std::nullopt);
  CHECK(patience("3s", own) == std::nullopt);
}

TEST_CASE("the environment names the socket") {
  const ear manager;
  const variables given{manager.name(), "", ""};
  CHECK(notifier::of_environment().tell("READY=1"));
  CHECK(manager.hear() == "READY=1");
}

TEST_CASE("the limit for stopping follows the grace") {
  CHECK(stopping_lines(10s) == "STOPPING=1\nEXTEND_TIMEOUT_USEC=40000000");
}
