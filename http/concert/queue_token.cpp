#include "http/concert/queue_token.hpp"

#include "http/text/headers.hpp"

namespace frontrow::http::concert {
namespace {

constexpr std::string_view cookie_name = "tokenId";

std::string cookie(const std::string& value, std::uint64_t life_seconds) {
  return "Set-Cookie: tokenId=" + value + "; Max-Age=" + std::to_string(life_seconds)
         + "; Path=/; HttpOnly; Secure; SameSite=Lax\r\n";
}

} // namespace

verdict<shown_token, complaint> read_token(const context& with, const request& from,
                                           schedule_id schedule) {
  const auto header = trimmed(from.header("X-Queue-Token"));
  const auto bearer = with.how.auth == "none" ? bearer_token(from.header("Authorization")) : "";
  const auto cookie = find_cookie(from.header("Cookie"), cookie_name).value_or("");
  bool is_given = false;
  for (const auto text : {header, bearer, cookie}) {
    is_given = is_given || !text.empty();
    if (const auto token = with.seal.read(text, schedule); token.id)
      return token;
  }
  return complaint{is_given ? refusal::token_unknown : refusal::token_missing};
}

std::string print_cookie(const context& with, schedule_id schedule, const queue_ticket& ticket) {
  return cookie(with.seal.print(schedule, ticket.token, ticket.place), ticket.life_seconds);
}

std::string print_no_cookie() {
  return cookie({}, 0);
}

} // namespace frontrow::http::concert
