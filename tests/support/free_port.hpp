#pragma once

#include <cstdint>
#include <stdexcept>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace frontrow::test {

/// A port of loopback that nobody listens on.
inline std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof where;
  const auto name = reinterpret_cast<sockaddr*>(&where);
  const bool is_bound = bind(socket, name, size) == 0 && getsockname(socket, name, &size) == 0;
  close(socket);
  if (!is_bound)
    throw std::runtime_error{"no port is free"};
  return ntohs(where.sin_port);
}

} // namespace frontrow::test
