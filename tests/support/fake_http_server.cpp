#include "tests/support/fake_http_server.hpp"

#include <array>
#include <stdexcept>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace frontrow::test {

std::string fake_request::header(std::string_view name) const {
  const auto at = head.find("\r\n" + std::string{name} + ": ");
  if (at == head.npos)
    return {};
  const auto begin = at + 2 + name.size() + 2;
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

fake_http_server::fake_http_server(handler answers)
    : handler_{std::move(answers)}, listener_{::socket(AF_INET, SOCK_STREAM, 0)}, stop_{::eventfd(
                                                                                      0, 0)} {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0
      || ::listen(listener_, 128) != 0)
    throw std::runtime_error{"the fake server cannot listen"};
  thread_ = std::thread{[this] {
    serve();
  }};
}

fake_http_server::~fake_http_server() {
  ::eventfd_write(stop_, 1);
  thread_.join();
  for (const auto& [socket, pending] : clients_)
    ::close(socket);
  ::close(listener_);
  ::close(stop_);
}

std::string fake_http_server::url() const {
  sockaddr_in address{};
  socklen_t length = sizeof address;
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
  return "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}

void fake_http_server::serve() {
  for (;;) {
    std::vector<pollfd> waiting{{stop_, POLLIN, 0}, {listener_, POLLIN, 0}};
    for (const auto& [socket, pending] : clients_)
      waiting.push_back({socket, POLLIN, 0});
    ::poll(waiting.data(), waiting.size(), -1);
    if (waiting[0].revents != 0)
      return;
    for (std::size_t i = 2; i < waiting.size(); ++i) {
      const auto socket = waiting[i].fd;
      if (waiting[i].revents == 0 || read_from(socket, clients_[socket]))
        continue;
      ::close(socket);
      clients_.erase(socket);
    }
    if (waiting[1].revents != 0)
      clients_.emplace(::accept(listener_, nullptr, nullptr), "");
  }
}

bool fake_http_server::read_from(int socket, std::string& pending) {
  std::array<char, 16384> bytes;
  const auto count = ::recv(socket, bytes.data(), bytes.size(), 0);
  if (count <= 0)
    return false;
  pending.append(bytes.data(), static_cast<std::size_t>(count));
  return answer(socket, pending);
}

/// Answers one request when it is whole: the clients under test send one at a time.
bool fake_http_server::answer(int socket, std::string& pending) {
  const auto head_end = pending.find("\r\n\r\n");
  if (head_end == pending.npos)
    return true;
  fake_request request;
  request.head = pending.substr(0, head_end + 2);
  const auto length = request.header("Content-Length");
  const auto body_size = length.empty() ? std::size_t{0} : std::stoul(length);
  if (pending.size() < head_end + 4 + body_size)
    return true;
  const auto space = pending.find(' ');
  request.method = pending.substr(0, space);
  request.target = pending.substr(space + 1, pending.find(' ', space + 1) - space - 1);
  request.body = pending.substr(head_end + 4, body_size);
  pending.clear();
  const auto response = handler_(request);
  if (!response)
    return false;
  const auto text = "HTTP/1.1 " + std::to_string(response->status)
                    + " X\r\nContent-Length: " + std::to_string(response->body.size()) + "\r\n"
                    + response->headers + "\r\n" + response->body;
  return ::send(socket, text.data(), text.size(), MSG_NOSIGNAL)
         == static_cast<ssize_t>(text.size());
}

} // namespace frontrow::test
