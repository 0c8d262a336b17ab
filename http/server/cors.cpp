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

cors_rules::cors_rules(const std::vector<std::string>& origins) {
  for (const auto& origin : origins)
    if (origin == "*")
      everybody_ = true;
    else
      origins_.push_back(origin);
}

bool cors_rules::names(std::string_view origin) const {
  return std::find(origins_.begin(), origins_.end(), origin) != origins_.end();
}

bool cors_rules::allows(std::string_view origin) const {
  return everybody_ || names(origin);
}

std::string_view cors_rules::vary_line() const noexcept {
  return origins_.empty() ? "" : "Vary: Origin\r\n";
}

void cors_rules::print(std::string& into, std::string_view origin) const {
  // Browsers take no `*` where cookies go along, so whoever is named is named again.
  if (names(origin))
    ((into += "Access-Control-Allow-Origin: ") += origin)
        += "\r\nAccess-Control-Allow-Credentials: true\r\n";
  else if (everybody_)
    into += "Access-Control-Allow-Origin: *\r\n";
  else
    return;
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
