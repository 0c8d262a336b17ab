#pragma once

#include "http/exchange.hpp"

#include <cstdint>
#include <functional>
#include <string_view>

/// What the edge itself has to refuse, before or instead of an endpoint.
namespace frontrow::http {

enum class edge_error : std::uint8_t {
  none,
  bad_request,            // 400: not HTTP, or a shape that invites smuggling
  operator_token_missing, // 401
  operator_token_wrong,   // 403
  read_only,              // 403: the token may look, not act
  not_found,              // 404
  method_not_allowed,     // 405, with Allow
  timeout,                // 408: the client was too slow
  body_too_large,         // 413
  unsupported_media_type, // 415
  header_too_large,       // 431
  internal,               // 500: a bug
  overloaded,             // 503, with Retry-After
  deadline,               // 504: the endpoint was too slow
};

/// Prints an edge error in the form of the face that the path belongs to. The request may have no
/// path: the head was not readable. The server itself adds `Allow` and `Retry-After`.
using error_printer = std::function<response(const request&, edge_error)>;

/// The status that belongs to it, for printers without an opinion.
constexpr unsigned status_of(edge_error what) {
  switch (what) {
  case edge_error::none:
    return 200;
  case edge_error::bad_request:
    return 400;
  case edge_error::operator_token_missing:
    return 401;
  case edge_error::operator_token_wrong:
  case edge_error::read_only:
    return 403;
  case edge_error::not_found:
    return 404;
  case edge_error::method_not_allowed:
    return 405;
  case edge_error::timeout:
    return 408;
  case edge_error::body_too_large:
    return 413;
  case edge_error::unsupported_media_type:
    return 415;
  case edge_error::header_too_large:
    return 431;
  case edge_error::internal:
    return 500;
  case edge_error::overloaded:
    return 503;
  case edge_error::deadline:
    return 504;
  }
  return 500;
}

} // namespace frontrow::http
