#include "tests/http/server/test_client.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace frontrow::test {

namespace {

constexpr int patience_ms = 10'000;

} // namespace

test_client::test_client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in there{};
  there.sin_family = AF_INET;
  there.sin_port = htons(port);
  there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&there), sizeof there) != 0) {
    ::close(socket_);
    throw std::runtime_error{"cannot connect to the server"};
  }
}

test_client::~test_client() {
  ::close(socket_);
}

bool test_client::send(std::string_view text) {
  while (!text.empty()) {
    const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0)
      return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void test_client::finish() {
  ::shutdown(socket_, SHUT_WR);
}

void test_client::read_slowly() {
  const int small = 4'096;
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
}

bool test_client::fill(const char* wanted) {
  pollfd readable{socket_, POLLIN, 0};
  if (::poll(&readable, 1, patience_ms) <= 0)
    throw std::runtime_error{std::string{"waited in vain for "} + wanted};
  char buffer[16'384];
  const auto size = ::recv(socket_, buffer, sizeof buffer, 0);
  if (size > 0)
    seen_.append(buffer, static_cast<std::size_t>(size));
  return size > 0;
}

std::string test_client::take(std::size_t size) {
  while (seen_.size() < size)
    if (!fill("the rest of a body"))
      throw std::runtime_error{"the connection ended within a body"};
  auto taken = seen_.substr(0, size);
  seen_.erase(0, size);
  return taken;
}

std::string test_client::read_until(std::string_view mark) {
  for (;;) {
    if (const auto at = seen_.find(mark); at != seen_.npos)
      return take(at + mark.size());
    if (!fill(std::string{mark}.c_str()))
      throw std::runtime_error{"the connection ended before " + std::string{mark}};
  }
}

std::string test_client::read_to_end() {
  while (fill("the end of the connection"))
    ;
  return std::exchange(seen_, {});
}

bool test_client::is_ended() {
  return read_to_end().empty();
}

test_answer test_client::read(bool is_to_head) {
  test_answer answer;
  while (seen_.find("\r\n\r\n") == seen_.npos)
    if (!fill("the head of an answer"))
      return answer;
  auto head = read_until("\r\n\r\n");
  answer.status = static_cast<unsigned>(std::stoi(head.substr(9, 3)));
  for (auto at = head.find("\r\n") + 2; at + 2 < head.size();) {
    const auto end = head.find("\r\n", at);
    const auto line = head.substr(at, end - at);
    auto name = line.substr(0, line.find(": "));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    answer.headers[name] = line.substr(line.find(": ") + 2);
    at = end + 2;
  }
  const bool has_body = !is_to_head && answer.headers.contains("content-length");
  if (has_body)
    answer.body = take(std::stoul(answer.header("content-length")));
  return answer;
}

} // namespace frontrow::test
