#include "http/concert/queue_token.hpp"

#include "http/text/headers.hpp"
#include "http/text/ids.hpp"

namespace frontrow::http::concert {
namespace {

constexpr std::string_view cookie_name = "tokenId";

} // namespace

verdict<token_id, complaint> read_token(const context& with, const request& from) {
  const auto header = trimmed(from.header("X-Queue-Token"));
  const auto bearer = with.how.auth == "none" ? bearer_token(from.header("Authorization")) : "";
  const auto cookie = find_cookie(from.header("Cookie"), cookie_name).value_or("");
  bool is_given = false;
  for (const auto text : {header, bearer, cookie}) {
    is_given = is_given || !text.empty();
    if (const auto token = parse_token(text))
      return *token;
  }
  return complaint{is_given ? refusal::token_unknown : refusal::token_missing};
}

std::string print_cookie(token_id token, std::uint64_t life_seconds) {
  return "Set-Cookie: tokenId=" + (life_seconds == 0 ? std::string{} : print_token(token))
         + "; Max-Age=" + std::to_string(life_seconds)
         + "; Path=/; HttpOnly; Secure; SameSite=Lax\r\n";
}

} // namespace frontrow::http::concert
