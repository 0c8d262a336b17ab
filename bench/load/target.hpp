#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/socket.h>

namespace frontrow::load {

/// A server on this machine.
struct target {
  std::string host; // as the Host header says it
  sockaddr_storage address{};
  socklen_t length = 0;
};

/// Reads `http://127.0.0.1:8080`, `http://localhost:8080`, `http://[::1]:8080`. Nothing for what is
/// written otherwise and for every address beyond this machine: a crowd is not sent to others.
std::optional<target> parse_target(std::string_view);

/// Why nobody can be spoken to there; empty: somebody listens.
std::string trouble_with(const target&);

} // namespace frontrow::load
