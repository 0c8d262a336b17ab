#pragma once

#include "http/server/cors.hpp"
#include "http/server/edge_error.hpp"
#include "http/server/figures.hpp"
#include "http/server/peers.hpp"
#include "http/server/route.hpp"
#include "http/server/server.hpp"
#include "http/server/trace.hpp"

#include "config/settings.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

namespace frontrow::http {

class session;

/// What all threads of a server share; constant but for its counts.
struct edge_house {
  edge_house(const settings& wanted, server_parts with);

  settings wanted;
  server_parts parts;
  route_table table;
  trusted_proxies proxies;
  cors_rules cors;
  std::string tls_lines;          // of every answer behind TLS
  std::chrono::milliseconds tick; // between two looks at the slow clients

  std::atomic<std::uint32_t> connections{0};
  std::atomic<std::uint64_t> accepted{0};
  std::atomic<std::uint64_t> connections_refused{0};
  std::mutex mutex;
  std::condition_variable changed; // a connection ended
};

/// What the sessions of one io thread share. Used on that thread only, but for `counts`.
class edge_thread : public std::enable_shared_from_this<edge_thread> {
public:
  using clock = std::chrono::steady_clock;

  edge_thread(net::io_context& context, std::shared_ptr<edge_house> house, std::size_t threads);
  ~edge_thread();

  /// Begins to look for slow clients.
  void start();
  /// Serves a socket that was accepted. Whoever accepted it has counted it in `connections`.
  void serve(int socket, door at);

  /// Ends what is idle and all streams; what works is answered with `Connection: close`.
  void drain();
  /// Ends everything.
  void cut();
  bool is_draining() const noexcept { return draining_; }

  void enter(session& who);
  void leave(session& who) noexcept;

  /// Lets a request in, unless there are too many; the last fifth of the room is for urgent ones.
  bool admit(urgency how) noexcept;
  void release() noexcept { counts.in_flight.subtract(); }

  /// Reads the clock.
  clock::time_point now() noexcept { return now_ = clock::now(); }
  /// As of the last reading: at most a tick old.
  clock::time_point about_now() const noexcept { return now_; }
  /// The header lines of every answer, the date among them.
  std::string_view common_lines() const noexcept { return common_lines_; }
  net::io_context& context() noexcept { return context_; }
  const edge_house& house() const noexcept { return *house_; }

  thread_tally counts;
  id_maker ids;

private:
  void tick();
  void print_date();

  net::io_context& context_;
  std::shared_ptr<edge_house> house_;
  std::uint32_t in_flight_max_; // this thread's share
  net::steady_timer timer_;
  clock::time_point now_ = clock::now();
  std::time_t date_ = 0;
  std::string common_lines_;
  bool draining_ = false;

  struct list;
  std::unique_ptr<list> sessions_;
};

} // namespace frontrow::http
