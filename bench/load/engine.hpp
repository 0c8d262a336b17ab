#pragma once

#include "bench/load/response_parser.hpp"
#include "bench/load/tally.hpp"
#include "bench/load/target.hpp"

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

namespace frontrow::load {

using steady = std::chrono::steady_clock;

/// What came back. Views live as long as the call of `done`.
struct answer {
  unsigned status = 0; // 0: nothing came back, and whether it took effect is unknown
  std::string_view body;
  const response_parser* response = nullptr; // for headers; none when nothing came back

  bool is_lost() const { return status == 0; }
  bool is_success() const { return status >= 200 && status < 400; }
};

/// An answer that outlives its connection.
struct reply {
  unsigned status = 0;
  std::string body{};
  std::string etag{};
  std::string cookie{}; // the first Set-Cookie
};

struct call {
  std::size_t operation = 0;
  std::string bytes;        // the whole request
  steady::time_point due{}; // the intended start, from which latency counts
  std::function<void(const answer&)> done{};
  std::chrono::milliseconds patience{}; // of an impatient user; zero: the engine's
};

/// Sends requests over many keep-alive connections from one thread. A call waits for a free
/// connection when none is; the wait is part of its latency. A connection that dies is opened
/// again for the next call.
class engine {
public:
  engine(const std::vector<target>&, std::size_t connections, std::chrono::milliseconds patience,
         tally&);
  ~engine();
  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;

  void send(call);
  void at(steady::time_point, std::function<void()>);
  /// Handles what is ready; waits for it until `until` or the next timer at the most.
  void turn(steady::time_point until);
  /// Turns until the answer to this one is there.
  reply ask(std::size_t operation, std::string bytes);

  bool has_free_connection() const { return backlog_.empty() && !free_.empty(); }
  std::size_t in_flight() const { return lines_.size() - free_.size() + backlog_.size(); }

private:
  struct connection;
  struct timer {
    steady::time_point when;
    std::uint64_t order;
    std::function<void()> act;
    bool operator<(const timer& other) const {
      return when != other.when ? when > other.when : order > other.order;
    }
  };

  void start(connection&, call);
  void open(connection&);
  void write(connection&);
  void read(connection&);
  void hang_up(connection&);
  /// Ends the line's call, with what its parser holds or with nothing, and takes the next one.
  void finish(connection&, bool is_answered);
  void handle(connection&, std::uint32_t events);
  void expire(steady::time_point now);
  void run_timers(steady::time_point now);
  void wait(steady::time_point until);

  int poll_;
  tally& tally_;
  std::chrono::milliseconds patience_;
  std::vector<std::unique_ptr<connection>> lines_;
  std::vector<connection*> free_;
  std::deque<call> backlog_;
  std::priority_queue<timer> timers_;
  std::uint64_t timer_order_ = 0;
  steady::time_point next_expiry_{};
  std::string received_;
};

} // namespace frontrow::load
