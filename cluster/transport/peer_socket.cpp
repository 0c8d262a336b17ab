#include "cluster/transport/conversation.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace frontrow {

namespace {

struct place {
  sockaddr_storage where{};
  socklen_t size = 0;

  sockaddr* name() { return reinterpret_cast<sockaddr*>(&where); }
};

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (wrong != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return port;
}

/// "127.0.0.1:8091" or "[::1]:8091". Names would have to be looked up, and that takes its time.
std::optional<place> parse_place(const std::string& address) {
  const auto colon = address.rfind(':');
  if (colon == std::string::npos)
    return std::nullopt;
  const auto port = parse_port(std::string_view{address}.substr(colon + 1));
  auto host = address.substr(0, colon);
  const bool is_v6 = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (is_v6)
    host = host.substr(1, host.size() - 2);
  place at;
  auto& v4 = reinterpret_cast<sockaddr_in&>(at.where);
  auto& v6 = reinterpret_cast<sockaddr_in6&>(at.where);
  void* const into = is_v6 ? static_cast<void*>(&v6.sin6_addr) : &v4.sin_addr;
  if (!port || inet_pton(is_v6 ? AF_INET6 : AF_INET, host.c_str(), into) != 1)
    return std::nullopt;
  at.where.ss_family = is_v6 ? AF_INET6 : AF_INET;
  at.size = is_v6 ? sizeof v6 : sizeof v4;
  (is_v6 ? v6.sin6_port : v4.sin_port) = htons(*port);
  return at;
}

peer_socket fail(int fd, const std::string& doing) {
  const std::string why = std::strerror(errno);
  if (fd >= 0)
    close(fd);
  return {-1, "cannot " + doing + ": " + why};
}

/// What is accepted inherits it.
void notice_silence(int fd) {
  const std::array<std::array<int, 3>, 5> options{{{SOL_SOCKET, SO_KEEPALIVE, 1},
                                                   {IPPROTO_TCP, TCP_KEEPIDLE, 10},
                                                   {IPPROTO_TCP, TCP_KEEPINTVL, 5},
                                                   {IPPROTO_TCP, TCP_KEEPCNT, 3},
                                                   {IPPROTO_TCP, TCP_USER_TIMEOUT, 20'000}}};
  for (const auto& [level, name, value] : options)
    setsockopt(fd, level, name, &value, sizeof value);
}

bool is_private_v4(std::uint32_t host) {
  const auto is_in = [host](std::uint32_t block, int bits) {
    return (host ^ block) >> (32 - bits) == 0;
  };
  return is_in(0x7f000000, 8) || is_in(0x0a000000, 8) || is_in(0xac100000, 12)
         || is_in(0xc0a80000, 16) || is_in(0x64400000, 10) || is_in(0xa9fe0000, 16);
}

bool is_private_v6(const in6_addr& host) {
  return IN6_IS_ADDR_LOOPBACK(&host) || IN6_IS_ADDR_LINKLOCAL(&host)
         || (host.s6_addr[0] & 0xfe) == 0xfc;
}

bool is_private(const place& at) {
  if (at.where.ss_family == AF_INET)
    return is_private_v4(ntohl(reinterpret_cast<const sockaddr_in&>(at.where).sin_addr.s_addr));
  return is_private_v6(reinterpret_cast<const sockaddr_in6&>(at.where).sin6_addr);
}

} // namespace

peer_socket dial_peer(const std::string& address) {
  auto at = parse_place(address);
  if (!at)
    return {-1, address + " is no address"};
  const int fd = socket(at->where.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return fail(fd, "connect to " + address);
  notice_silence(fd);
  if (connect(fd, at->name(), at->size) != 0 && errno != EINPROGRESS)
    return fail(fd, "connect to " + address);
  return {fd, {}};
}

peer_socket listen_for_peers(const std::string& address) {
  constexpr int waiting_max = 128;
  auto at = parse_place(address);
  if (!at)
    return {-1, address + " is no address"};
  const int fd = socket(at->where.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return fail(fd, "listen on " + address);
  const int yes = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  notice_silence(fd);
  if (bind(fd, at->name(), at->size) != 0 || ::listen(fd, waiting_max) != 0)
    return fail(fd, "listen on " + address);
  return {fd, {}};
}

std::string address_of(const peer_socket& socket) {
  place at;
  at.size = sizeof at.where;
  std::array<char, INET6_ADDRSTRLEN> host{};
  if (getsockname(socket.fd, at.name(), &at.size) != 0)
    return {};
  const auto& v4 = reinterpret_cast<const sockaddr_in&>(at.where);
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(at.where);
  const bool is_v6 = at.where.ss_family == AF_INET6;
  const void* const from = is_v6 ? static_cast<const void*>(&v6.sin6_addr) : &v4.sin_addr;
  const std::string text = inet_ntop(at.where.ss_family, from, host.data(), host.size());
  const auto port = std::to_string(ntohs(is_v6 ? v6.sin6_port : v4.sin_port));
  return (is_v6 ? '[' + text + ']' : text) + ':' + port;
}

std::string why_not_in_clear(const std::string& address) {
  const auto at = parse_place(address);
  if (!at)
    return address + " is no address: it takes numbers and a port, as in 10.0.0.7:8091";
  if (!is_private(*at))
    return "nodes listen on " + address
           + " with certificates only: without them, on loopback or on one private address";
  return {};
}

} // namespace frontrow
