#include "http/cors.hpp"

#include <algorithm>

namespace frontrow::http {
namespace {

constexpr std::string_view exposed
    = "Access-Control-Expose-Headers: X-Fcfs-Seq, ETag, Location, Retry-After, X-Request-Id, "
      "Idempotent-Replayed\r\n";

bool is_listed(const settings& how, std::string_view origin) {
  return std::ranges::find(how.http.cors_origins, origin) != how.http.cors_origins.end();
}

} // namespace

std::string cors_headers(const settings& how, const request& from) {
  const auto origin = from.header("Origin");
  if (origin.empty())
    return {};
  std::string out;
  // A listed origin may bring cookies along; everybody, never.
  if (is_listed(how, origin))
    out.append("Access-Control-Allow-Origin: ")
        .append(origin)
        .append("\r\nAccess-Control-Allow-Credentials: true\r\nVary: Origin\r\n");
  else if (is_listed(how, "*"))
    out = "Access-Control-Allow-Origin: *\r\n";
  else
    return "Vary: Origin\r\n";
  return out.append(exposed);
}

bool is_preflight(const request& from) {
  return from.method == beast::http::verb::options && !from.header("Origin").empty()
         && !from.header("Access-Control-Request-Method").empty();
}

response preflight(const settings& how, const request&, std::string_view allow) {
  response out;
  out.status = 204;
  out.content_type = {};
  out.headers = "Access-Control-Allow-Methods: ";
  out.headers.append(allow)
      .append("\r\nAccess-Control-Allow-Headers: Content-Type, Idempotency-Key, If-Match, "
              "If-None-Match, Last-Event-ID, Authorization, X-Queue-Token, X-Admin-Token, "
              "X-Request-Id, traceparent, ")
      .append(how.fcfs.user_header)
      .append("\r\nAccess-Control-Max-Age: 600\r\n");
  return out;
}

} // namespace frontrow::http
