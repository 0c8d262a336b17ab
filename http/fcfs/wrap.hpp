#pragma once

#include "http/exchange.hpp"

#include <chrono>

/// The gateway's envelope for dumps: ?wrap=1.
namespace frontrow::http::fcfs {

/// What the envelope tells about the request.
struct wrap_facts {
  std::uint64_t sequence = 0; // 0: none
  std::string user;           // empty: none
  milliseconds elapsed{0};
};

/// Only the gateway wraps: never at the app port.
bool wants_wrap(const request&);

/// Puts the body into the envelope; status and headers stay.
void wrap(response&, const request&, const wrap_facts&);

} // namespace frontrow::http::fcfs
