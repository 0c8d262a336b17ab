#include "http/server/cors.hpp"

#include <algorithm>

namespace frontrow::http {

namespace {

constexpr std::string_view exposed = "Access-Control-Expose-Headers: X-Fcfs-Seq, X-Request-Id, "
                                     "Idempotent-Replayed, Retry-After, ETag, Location, "
                                     "RateLimit, RateLimit-Policy, WWW-Authenticate\r\n";

bool is_header_list(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
           || c == '_' || c == ',' || c == ' ';
  });
}

} // namespace

cors_rules::cors_rules(const std::vector<std::string>& origins) : origins_(origins) {
  everybody_ = std::find(origins.begin(), origins.end(), "*") != origins.end();
}

bool cors_rules::allows(std::string_view origin) const {
  return everybody_ || std::find(origins_.begin(), origins_.end(), origin) != origins_.end();
}

void cors_rules::print(std::string& into, std::string_view origin) const {
  if (everybody_) {
    into += "Access-Control-Allow-Origin: *\r\n";
  } else {
    into += "Vary: Origin\r\n";
    if (!allows(origin))
      return;
    // Only named origins may use cookies.
    ((into += "Access-Control-Allow-Origin: ") += origin)
        += "\r\nAccess-Control-Allow-Credentials: true\r\n";
  }
  into += exposed;
}

void cors_rules::print_preflight(std::string& into, std::string_view origin, std::string_view allow,
                                 std::string_view wanted_headers) const {
  if (!allows(origin))
    return;
  ((into += "Access-Control-Allow-Methods: ") += allow) += "\r\nAccess-Control-Max-Age: 600\r\n";
  if (!wanted_headers.empty() && is_header_list(wanted_headers))
    ((into += "Access-Control-Allow-Headers: ") += wanted_headers) += "\r\n";
}

} // namespace frontrow::http
