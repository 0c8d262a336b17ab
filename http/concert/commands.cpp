#include "http/concert/commands.hpp"

#include "http/json/fingerprint.hpp"
#include "http/json/print.hpp"
#include "http/text/headers.hpp"

namespace frontrow::http::concert {
namespace {

constexpr std::string_view key_header = "Idempotency-Key";

/// What the code adds to the problem.
std::string added_members(const outcome& from) {
  std::string out;
  switch (from.no) {
  case refusal::price_changed:
    json::append(out += ",\"price\":", from.price);
    break;
  case refusal::token_waiting:
    json::append(out += ",\"position\":", from.position);
    json::append(out += ",\"estimatedWaitTime\":", from.wait_seconds);
    break;
  case refusal::insufficient_balance:
    json::append(out += ",\"balance\":", from.balance);
    break;
  default:
    break;
  }
  return out;
}

} // namespace

verdict<std::string, complaint> read_key(const request& from, bool is_required) {
  if (from.headers->find(key_header) == from.headers->end()) {
    if (is_required)
      return complaint{trouble::idempotency_key_missing};
    return std::string{};
  }
  auto key = parse_idempotency_key(from.header(key_header));
  if (!key)
    return complaint{trouble::idempotency_key_malformed};
  return std::move(*key);
}

verdict<command, complaint> begin_command(const context& with, const request& from, operation what,
                                          user_id user, std::uint64_t path_argument,
                                          const json::value& body) {
  const bool is_points = what == operation::charge || what == operation::use;
  const auto key = read_key(from, !is_points);
  if (!key)
    return key.error();
  if (user != user_id{})
    if (const auto no = check_identity(with, from, user))
      return *no;
  command wish;
  wish.what = what;
  wish.user = user;
  wish.caller = from.caller;
  wish.key = *key;
  wish.body = json::fingerprint_of(what, path_argument, body);
  return wish;
}

response print_refusal(const request& from, const outcome& of) {
  complaint no{of.no};
  no.members = added_members(of);
  auto out = print_complaint(from, no);
  mark_replay(out, of);
  return out;
}

void mark_replay(response& out, const outcome& of) {
  if (of.replayed)
    out.headers += "Idempotent-Replayed: true\r\n";
}

} // namespace frontrow::http::concert
