#pragma once

#include "actors/base/words.hpp"
#include "actors/schedule/schedule_messages.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/verb.hpp>

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// One request and its response, as endpoints see them: text in, text out, no socket.
namespace frontrow::http {

namespace net = boost::asio;
namespace beast = boost::beast;

/// Views are valid until the endpoint's coroutine ends.
struct request {
  beast::http::verb method{};
  std::string_view path;  // still percent-encoded, without the query
  std::string_view query; // still percent-encoded, without the '?'
  std::string_view body;
  const beast::http::fields* headers = nullptr;
  /// What stood for the {…} of the route's path, in order, decoded.
  std::array<std::string, 2> arguments;
  std::string_view id; // X-Request-Id: the client's when it was a good one, else made here
  std::string peer;    // the client's address: the TCP peer, or the first untrusted hop behind it
  bool at_app_port = false;
  user_id caller{};    // whom the edge verified; nobody with `auth = none`
  std::string subject; // the same as the token has it, for users who have no number
  // What the answer says of rate limits, as structured lists; empty where there are none.
  std::string limits;
  std::string limit_policies;

  /// Empty when absent. The first, when there are several.
  std::string_view header(std::string_view name) const {
    const auto it = headers->find(name);
    return it == headers->end() ? std::string_view{} : std::string_view{it->value()};
  }
};

/// The next piece of a server-sent event stream, complete with its blank line; nothing ends the
/// stream. Is asked again only after the piece before was taken by the client's socket, and must
/// answer within about 15 s (a comment or `ping` event keeps the connection alive).
using event_source = std::function<net::awaitable<std::optional<std::string>>()>;

struct response {
  unsigned status = 200;
  std::string_view content_type = "application/json"; // static text; empty: no body is meant
  std::string headers;                                // further lines, each ended by CRLF
  std::string body;
  /// When set, the body continues with these pieces joined by commas, and then `tail`.
  printed_seats pieces;
  std::string tail;
  event_source events; // when set, the response is a stream of these and `body` its first piece
};

} // namespace frontrow::http
