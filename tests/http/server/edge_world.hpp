#pragma once

#include "http/server/server.hpp"
#include "tests/http/server/test_client.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <string>

namespace frontrow::test {

/// A server on a free port, with endpoints that show what the server does to them:
///
///   GET  /hello            "hello"
///   POST /echo             its body
///   GET  /items/{id}       the id
///   GET  /about            id, peer, query
///   GET  /large            sixteen mebibytes in pieces
///   GET  /held, POST /held answered only when `let_go` is called; POST is urgent
///   GET  /throws           throws
///   GET  /drill            operators only
///   GET  /ticks            a stream: an event for each `tick`
///   GET  /app              at the app port only
///   GET  /admin            at the admin port, when there is one
///   GET  /mine             is personal
class edge_world {
public:
  explicit edge_world(const std::function<void(settings&)>& change = [](settings&) {});
  edge_world(const edge_world&) = delete;
  edge_world& operator=(const edge_world&) = delete;
  ~edge_world();

  http::server& server();
  std::uint16_t port();

  /// Waits until so many questions are held, or fails after ten seconds.
  void wait_held(std::size_t count);
  void let_go();
  void tick();

  std::atomic<int> faults{0};

private:
  struct body;
  std::unique_ptr<body> body_;
};

/// Waits until it holds; fails after ten seconds, naming what was waited for.
void await(const char* what, const std::function<bool()>& holds);

} // namespace frontrow::test
