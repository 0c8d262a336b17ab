#pragma once

#include "config/value_text.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <mutex>
#include <string_view>

namespace frontrow::http::entrance {

/// A bucket for each of those who ask: it holds the quota, and fills again evenly within the
/// window. Kept in a table of fixed size: where it is full, the bucket that is nearest to full is
/// forgotten, so that nobody is ever refused for what others did. For all threads.
class rate_limiter {
public:
  using time = std::chrono::steady_clock::time_point;

  static constexpr std::size_t sets = 65'536;
  static constexpr std::size_t ways = 8;

  struct ruling {
    bool is_let_in = false;
    std::uint64_t left = 0;    // requests that would be let in right now
    std::uint64_t full_in = 0; // seconds until the whole quota is there again
    std::uint64_t next_in = 0; // seconds until the next is let in
  };

  /// `secret` decides who shares a row of the table, so that nobody can choose to.
  rate_limiter(config::rate limit, std::uint64_t secret);

  /// Takes one from the bucket of `who`, if one is left. Times may come a little out of order.
  ruling ask(std::uint64_t who, time now);

  const config::rate& limit() const noexcept { return limit_; }

private:
  struct slot {
    std::uint64_t who = 0;
    std::int64_t full_at = 0; // nanoseconds of the steady clock
  };

  static constexpr std::size_t locks = 64;

  config::rate limit_;
  std::uint64_t secret_;
  std::int64_t each_; // nanoseconds that one request costs
  std::unique_ptr<slot[]> slots_;
  std::array<std::mutex, locks> locks_;
};

/// A number for an address: its own of IPv4, its network's (/64) of IPv6, since whoever has one
/// address of a network has them all.
std::uint64_t mark_of_address(std::string_view text);

} // namespace frontrow::http::entrance
