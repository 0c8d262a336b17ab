#include "bench/load/target.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <unistd.h>

namespace frontrow::load {

namespace {

template <class Address>
void fill(target& into, const Address& address) {
  std::memcpy(&into.address, &address, sizeof address);
  into.length = sizeof address;
}

} // namespace

std::optional<target> parse_target(std::string_view text) {
  constexpr std::string_view scheme = "http://";
  if (!text.starts_with(scheme))
    return {};
  text.remove_prefix(scheme.size());
  if (text.ends_with('/'))
    text.remove_suffix(1);
  target found{.host = std::string{text}};
  const auto colon = text.rfind(':');
  std::uint16_t port = 0;
  const auto* end = text.data() + text.size();
  if (colon == text.npos || std::from_chars(text.data() + colon + 1, end, port).ptr != end
      || port == 0)
    return {};
  std::string host{text.substr(0, colon)};
  if (host == "[::1]") {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(port);
    address.sin6_addr = in6addr_loopback;
    fill(found, address);
    return found;
  }
  if (host == "localhost")
    host = "127.0.0.1";
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  const bool is_address = ::inet_pton(AF_INET, host.c_str(), &address.sin_addr) == 1;
  if (!is_address || ntohl(address.sin_addr.s_addr) >> 24 != 127)
    return {};
  fill(found, address);
  return found;
}

std::string trouble_with(const target& where) {
  const int line = ::socket(where.address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (line < 0)
    return std::strerror(errno);
  // On this machine it is done or refused at once.
  const auto* address = reinterpret_cast<const sockaddr*>(&where.address);
  const bool is_there = ::connect(line, address, where.length) == 0;
  std::string trouble = is_there ? "" : std::strerror(errno);
  ::close(line);
  return trouble;
}

} // namespace frontrow::load
