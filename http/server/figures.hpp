#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

/// What the server counts. Each thread counts for itself, without a lock or a locked instruction;
/// reading adds the threads up and may be a little behind.
namespace frontrow::http {

/// Upper bounds of the latency histogram, in microseconds. Above the last there is one more bucket.
inline constexpr std::array<std::uint32_t, 16> latency_bounds{
    50,     100,    250,     500,     1'000,   2'500,     5'000,     10'000,
    25'000, 50'000, 100'000, 250'000, 500'000, 1'000'000, 2'500'000, 10'000'000};

/// One row of the metrics page.
struct route_figures {
  std::string name;
  struct by_status {
    unsigned status = 0;
    std::uint64_t requests = 0;
  };
  std::vector<by_status> statuses; // those that were answered at all
  /// Not cumulated; the last bucket is everything above the last bound.
  std::array<std::uint64_t, latency_bounds.size() + 1> latency{};
  std::uint64_t latency_sum = 0; // microseconds
};

struct server_figures {
  std::vector<route_figures> routes; // in the tables' order, and last what found no route
  std::uint64_t connections_open = 0;
  std::uint64_t connections_accepted = 0;
  std::uint64_t connections_refused = 0;
  std::uint64_t requests_in_flight = 0;
  std::uint64_t requests_refused = 0; // 503 for want of room
  std::uint64_t streams_open = 0;
  std::uint64_t timed_out = 0;   // clients cut off for being slow
  std::uint64_t tls_greeted = 0; // TLS handshakes
  std::uint64_t tls_refused = 0; // those that came to nothing
};

/// A count that one thread writes and any thread reads.
class tally {
public:
  void add(std::uint64_t n = 1) noexcept {
    value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
  }
  void subtract(std::uint64_t n = 1) noexcept {
    value_.store(value_.load(std::memory_order_relaxed) - n, std::memory_order_relaxed);
  }
  std::uint64_t read() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
  std::atomic<std::uint64_t> value_{0};
};

/// One thread's counts of one route.
class route_tally {
public:
  void count(unsigned status, std::chrono::microseconds took) noexcept;
  void add_to(route_figures& sum) const;

private:
  static constexpr unsigned first_status = 200;

  std::array<tally, 400> statuses_;
  std::array<tally, latency_bounds.size() + 1> latency_;
  tally latency_sum_;
};

/// One thread's counts.
struct thread_tally {
  explicit thread_tally(std::size_t rows) : routes(rows + 1) {}

  std::vector<route_tally> routes; // and last what found no route
  tally open;
  tally in_flight;
  tally refused;
  tally streams;
  tally timed_out;
  tally tls_greeted;
  tally tls_refused;
};

} // namespace frontrow::http
