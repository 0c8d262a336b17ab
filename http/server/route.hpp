#pragma once

#include "http/exchange.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// The table of routes, and the way from a path to its row.
namespace frontrow::http {

/// Answers one request. The request and its texts live until the coroutine ends.
using endpoint = std::function<net::awaitable<response>(const request&)>;

/// `users` act for one user, and must prove it where `auth = jwt`; `readers` may look at what
/// `operators` may change.
enum class caller : std::uint8_t { anyone, users, operators, readers };

/// Urgent routes still get in when the server refuses the others: they free seats.
enum class urgency : std::uint8_t { normal, urgent };

/// What a client came in by, each a port: the gateway is the public one.
enum class door : std::uint8_t { gateway, app, admin };

/// Where a row is served. Rows of `admin` are served at the gateway while there is no admin port;
/// when there is one, they are unknown at the gateway, even where the path has other verbs.
enum class ports : std::uint8_t { gateway, app, gateway_and_app, admin, gateway_and_admin, all };

/// One row of the table.
struct route {
  beast::http::verb method{};
  std::string path; // "/api/schedules/{id}/seats": at most two {…}
  std::string name; // stable, for the metrics
  endpoint answer;
  caller who = caller::anyone;
  urgency how = urgency::normal;
  ports where = ports::gateway;
  bool is_personal = false;   // its answers are for one person: no cache may keep them
  std::uint32_t body_max = 0; // 0: the setting `http.body_max`
};

/// Who answers, or why nobody does.
struct route_match {
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  std::size_t row = none;
  bool is_path_known = false;
  std::string_view allow; // the path's verbs, for `Allow`
};

/// Rows by path. Immutable once made, so that all threads may look.
class route_table {
public:
  /// Throws `std::invalid_argument` for a row that makes no sense or is there twice.
  explicit route_table(std::vector<route> rows, bool has_admin_port = false);
  route_table(const route_table&) = delete;
  route_table& operator=(const route_table&) = delete;
  ~route_table();

  const std::vector<route>& rows() const noexcept { return rows_; }

  /// Walks the path once; fixed words win over {…}. HEAD is answered by GET. Fills `arguments` with
  /// what stood for {…}, decoded; a broken encoding is an unknown path.
  route_match find(beast::http::verb method, std::string_view path, door at,
                   std::array<std::string, 2>& arguments) const;

private:
  struct node;

  void add(std::size_t which, door where, std::size_t row);

  std::vector<route> rows_;
  std::array<std::unique_ptr<node>, 3> roots_; // by door
};

} // namespace frontrow::http
