#include "http/server/server.hpp"

#include "http/server/edge_thread.hpp"
#include "http/server/io_contexts.hpp"
#include "http/server/listener.hpp"

#include <boost/asio/post.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <future>

namespace frontrow::http {

namespace {

// For the cut-off sessions to notice; they have nothing left to wait for.
constexpr auto cut_grace = milliseconds{2'000};

// Besides the connections: stores, logs, the program itself.
constexpr rlim_t other_files = 1'024;

// A connection is an open file, and the usual soft limit is far below the hard one.
void allow_open_files(rlim_t connections) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= connections + other_files)
    return;
  limit.rlim_cur = std::min(limit.rlim_max, connections + other_files);
  ::setrlimit(RLIMIT_NOFILE, &limit); // failing that, accepting pauses when files run out
}

} // namespace

struct server::body {
  std::shared_ptr<edge_house> house;
  std::vector<std::shared_ptr<edge_thread>> threads;
  std::shared_ptr<listener> front;
  std::shared_ptr<listener> app;
  std::shared_ptr<listener> admin;
  bool is_listening = false;

  // Runs on every io thread, and returns when all have.
  template <class What>
  void everywhere(What what) {
    std::vector<std::future<void>> done;
    for (auto& thread : threads) {
      auto ran = std::make_shared<std::promise<void>>();
      done.push_back(ran->get_future());
      net::post(thread->context(), [thread, what, ran] {
        what(*thread);
        ran->set_value();
      });
    }
    for (auto& each : done)
      each.wait();
  }

  bool wait_until_empty(milliseconds limit) {
    std::unique_lock lock{house->mutex};
    return house->changed.wait_for(lock, limit, [&] { return house->connections.load() == 0; });
  }

  void stop_listening() {
    if (!std::exchange(is_listening, false))
      return;
    everywhere([this](edge_thread& thread) {
      if (&thread != threads.front().get())
        return;
      for (const auto& each : {front, app, admin})
        if (each)
          each->stop();
    });
  }
};

server::server(caf::actor_system& system, const settings& wanted, server_parts parts)
    : body_(std::make_unique<body>()) {
  body_->house = std::make_shared<edge_house>(wanted, std::move(parts));
  const auto contexts = io_contexts_of(system);
  for (auto* context : contexts)
    body_->threads.push_back(
        std::make_shared<edge_thread>(*context, body_->house, contexts.size()));
  tick_io_threads_every(system, body_->house->tick);
}

server::~server() {
  body_->stop_listening();
  body_->everywhere([](edge_thread& thread) { thread.cut(); });
  body_->wait_until_empty(cut_grace);
}

void server::listen() {
  const auto& wanted = body_->house->wanted;
  const auto open = [&](const std::string& address, std::uint16_t port, door at) {
    return std::make_shared<listener>(address, port, at, body_->house, body_->threads);
  };
  allow_open_files(wanted.http.connections_max);
  body_->front = open(wanted.listen, wanted.port, door::gateway);
  if (wanted.app_port != 0)
    body_->app = open(wanted.app_listen, wanted.app_port, door::app);
  if (wanted.admin_port != 0)
    body_->admin = open(wanted.admin_listen, wanted.admin_port, door::admin);
  body_->is_listening = true;
  body_->everywhere([body = body_.get()](edge_thread& thread) {
    thread.start();
    if (&thread != body->threads.front().get())
      return;
    for (const auto& each : {body->front, body->app, body->admin})
      if (each)
        each->start();
  });
}

std::uint16_t server::port() const {
  return body_->front ? body_->front->port() : std::uint16_t{0};
}

std::uint16_t server::app_port() const {
  return body_->app ? body_->app->port() : std::uint16_t{0};
}

std::uint16_t server::admin_port() const {
  return body_->admin ? body_->admin->port() : std::uint16_t{0};
}

bool server::drain(milliseconds grace) {
  body_->stop_listening();
  body_->everywhere([](edge_thread& thread) { thread.drain(); });
  if (body_->wait_until_empty(grace))
    return true;
  body_->everywhere([](edge_thread& thread) { thread.cut(); });
  body_->wait_until_empty(cut_grace);
  return false;
}

server_figures server::figures() const {
  server_figures sum;
  const auto& rows = body_->house->table.rows();
  sum.routes.resize(rows.size() + 1);
  for (std::size_t i = 0; i < rows.size(); ++i)
    sum.routes[i].name = rows[i].name;
  sum.routes.back().name = "unrouted";
  for (const auto& thread : body_->threads) {
    const auto& counts = thread->counts;
    for (std::size_t i = 0; i < sum.routes.size(); ++i)
      counts.routes[i].add_to(sum.routes[i]);
    sum.connections_open += counts.open.read();
    sum.requests_in_flight += counts.in_flight.read();
    sum.requests_refused += counts.refused.read();
    sum.streams_open += counts.streams.read();
    sum.timed_out += counts.timed_out.read();
    sum.tls_greeted += counts.tls_greeted.read();
    sum.tls_refused += counts.tls_refused.read();
  }
  sum.connections_accepted = body_->house->accepted.load();
  sum.connections_refused = body_->house->connections_refused.load();
  return sum;
}

} // namespace frontrow::http
