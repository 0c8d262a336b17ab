#include "tests/support/cutting_proxy.hpp"

#include <array>
#include <stdexcept>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace frontrow::test {

namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  where.sin_port = htons(port);
  return where;
}

bool pass_on(int to, const char* data, std::size_t size) {
  while (size > 0) {
    const auto sent = send(to, data, size, MSG_NOSIGNAL);
    if (sent <= 0)
      return false;
    data += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

} // namespace

cutting_proxy::cutting_proxy(std::uint16_t server) : server_{server} {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto where = loopback(0);
  socklen_t size = sizeof where;
  const auto name = reinterpret_cast<sockaddr*>(&where);
  if (bind(listener_, name, size) != 0 || listen(listener_, 16) != 0
      || getsockname(listener_, name, &size) != 0 || pipe(wake_) != 0)
    throw std::runtime_error{"the proxy cannot listen"};
  port_ = ntohs(where.sin_port);
  thread_ = std::thread{[this] {
    run();
  }};
}

cutting_proxy::~cutting_proxy() {
  close(wake_[1]);
  thread_.join();
  close(wake_[0]);
  close(listener_);
  for (auto& one : lines_)
    end(one);
}

void cutting_proxy::arm(cut when, std::string in_request) {
  const std::lock_guard lock{guard_};
  in_request_ = std::move(in_request);
  when_ = when;
}

void cutting_proxy::arm_and_shut(cut when, std::string in_request) {
  {
    const std::lock_guard lock{guard_};
    shuts_with_cut_ = true;
  }
  arm(when, std::move(in_request));
}

/// What was armed has come.
void cutting_proxy::happen() {
  when_ = cut::never;
  is_shut_ = is_shut_ || std::exchange(shuts_with_cut_, false);
}

void cutting_proxy::shut(bool is_shut) {
  is_shut_ = is_shut;
  const char news = 1;
  if (write(wake_[1], &news, 1) != 1)
    throw std::runtime_error{"the proxy is gone"};
}

void cutting_proxy::end(line& one) {
  close(one.client);
  close(one.server);
  one = {};
}

void cutting_proxy::welcome() {
  line one;
  one.client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  one.server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto where = loopback(server_);
  if (is_shut_ || connect(one.server, reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0)
    end(one);
  else
    lines_.push_back(one);
}

bool cutting_proxy::carry_request(line& one) {
  std::array<char, 65'536> piece{};
  const auto got = recv(one.client, piece.data(), piece.size(), 0);
  if (got <= 0)
    return false;
  const std::lock_guard lock{guard_};
  const std::string_view said{piece.data(), static_cast<std::size_t>(got)};
  const auto when = when_.load();
  const bool is_it = when != cut::never && said.find(in_request_) != said.npos;
  if (is_it && when == cut::before_request) {
    happen();
    return false;
  }
  if (!pass_on(one.server, piece.data(), said.size()))
    return false;
  if (!is_it)
    return true;
  // Its answer has come, so the server is done with it.
  const auto answered = recv(one.server, piece.data(), piece.size(), 0);
  if (when == cut::after_answer && answered > 0)
    pass_on(one.client, piece.data(), static_cast<std::size_t>(answered));
  happen();
  return false;
}

bool cutting_proxy::carry_answer(line& one) {
  std::array<char, 65'536> piece{};
  const auto got = recv(one.server, piece.data(), piece.size(), 0);
  return got > 0 && pass_on(one.client, piece.data(), static_cast<std::size_t>(got));
}

void cutting_proxy::run() {
  for (;;) {
    std::vector<pollfd> all{{wake_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
    for (const auto& one : lines_) {
      all.push_back({one.client, POLLIN, 0});
      all.push_back({one.server, POLLIN, 0});
    }
    if (poll(all.data(), all.size(), -1) < 0)
      return;
    const auto known = lines_.size();
    if (all[0].revents != 0) {
      char news = 0;
      if (read(wake_[0], &news, 1) <= 0)
        return;
    }
    for (std::size_t i = 0; i < known; ++i) {
      const bool is_well = !is_shut_ && (all[2 + 2 * i].revents == 0 || carry_request(lines_[i]))
                           && (all[3 + 2 * i].revents == 0 || carry_answer(lines_[i]));
      if (!is_well)
        end(lines_[i]);
    }
    std::erase_if(lines_, [](const line& one) { return one.client < 0; });
    if (all[1].revents != 0)
      welcome();
  }
}

} // namespace frontrow::test
