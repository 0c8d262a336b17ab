#pragma once

#include "config/settings.hpp"
#include "http/server/edge_error.hpp"
#include "http/server/figures.hpp"
#include "http/server/route.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace caf {
class actor_system;
}

namespace frontrow::http {

class tls_keys;

/// One answered request, for the log. Views are valid during the call.
struct access_record {
  std::string_view id;
  std::string_view trace; // of a traceparent; else empty
  std::string_view method;
  std::string_view path; // without the query, which may hold tokens
  std::string_view route;
  std::string_view peer;
  unsigned status = 0;
  std::chrono::microseconds took{};
  std::size_t bytes = 0;
};

/// What a server is made of. Everything here is called from all io threads at once.
struct server_parts {
  std::vector<route> routes;
  error_printer print_error;
  /// Sees every routed request before its endpoint; what it returns is the answer instead. Null:
  /// everybody is let in.
  std::function<std::optional<response>(request&, const route&,
                                        std::chrono::steady_clock::time_point now)>
      screen;
  /// Every answer when `log_all`, else only those of status 500 and above.
  std::function<void(const access_record&)> log = [](const access_record&) {
  };
  bool log_all = false;
  /// When set, the public port speaks TLS with these and nothing else.
  std::shared_ptr<tls_keys> tls = nullptr;
  /// An endpoint threw: a bug.
  std::function<void(std::string_view request_id, std::string_view what)> log_fault
      = [](std::string_view, std::string_view) {
        };
};

/// The HTTP server: `settings.listen:port`, and the app and admin ports when they are not 0. Serves
/// on the io threads of an actor system that was configured by `use_io_threads`, and must end
/// before it.
///
/// Made, told to `listen`, and at the end told to `drain`, all from the program's main thread.
class server {
public:
  /// Throws `std::invalid_argument` for routes or settings that make no sense.
  server(caf::actor_system& system, const settings& wanted, server_parts parts);
  server(const server&) = delete;
  server& operator=(const server&) = delete;
  /// Cuts off whoever is still there.
  ~server();

  /// Binds all ports, and only when all are had lets the first client in. Throws
  /// `std::runtime_error` of one clear line.
  void listen();

  /// The ports that were really bound; 0 for one that is off.
  std::uint16_t port() const;
  std::uint16_t admin_port() const;
  std::uint16_t app_port() const;

  /// Stops accepting, ends idle connections and streams, lets what works finish, and cuts the rest
  /// when the grace is over. Whether nobody had to be cut.
  bool drain(std::chrono::milliseconds grace);

  /// From any thread.
  server_figures figures() const;

private:
  struct body;
  std::unique_ptr<body> body_;
};

} // namespace frontrow::http
