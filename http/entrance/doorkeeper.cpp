#include "http/entrance/doorkeeper.hpp"

#include "http/error_page.hpp"
#include "http/text/headers.hpp"

namespace frontrow::http::entrance {

namespace {

constexpr auto challenge = "WWW-Authenticate: Bearer realm=\"frontrow\"\r\n";

std::unique_ptr<rate_limiter> make_limiter(const std::string& text, std::uint64_t secret) {
  const auto limit = config::parse_rate(text);
  return limit ? std::make_unique<rate_limiter>(*limit, secret) : nullptr;
}

response refuse_token(const request& asked, std::string_view why) {
  std::string headers{"WWW-Authenticate: Bearer realm=\"frontrow\", error=\"invalid_token\", "
                      "error_description=\""};
  (headers += why) += "\"\r\n";
  return print_edge_error(asked, trouble::identity_invalid, std::string{why}, std::move(headers));
}

/// One item of a structured list (RFC 9651), next to those that are there.
void add_item(std::string& line, std::string_view name, std::string_view first, std::uint64_t one,
              std::string_view second, std::uint64_t two) {
  line.append(line.empty() ? "\"" : ", \"").append(name).append("\";").append(first);
  line.append(std::to_string(one)).append(";").append(second).append(std::to_string(two));
}

} // namespace

doorkeeper::doorkeeper(const settings& how, wall_clock now, std::uint64_t secret,
                       std::function<void(const key_news&)> tell)
    : now_(std::move(now)), rules_{how.auth_issuer, how.auth_audience, how.auth_leeway},
      by_address_(make_limiter(how.rate_limit.address, secret)),
      by_user_(make_limiter(how.rate_limit.user, ~secret)) {
  if (how.auth == "none")
    return;
  keys_ = std::make_unique<key_watch>(how.auth_jwt_keys, std::move(tell));
  known_ = std::make_unique<verified_tokens>();
}

void doorkeeper::watch_keys(std::chrono::milliseconds period) {
  if (keys_)
    keys_->begin(period);
}

void doorkeeper::look_at_keys() {
  if (keys_)
    keys_->look();
}

verified_tokens::known doorkeeper::find(std::string_view token, token_fault& fault) {
  const auto now = now_();
  const auto digest = known_->digest_of(token);
  if (auto known = known_->find(digest, keys_->version(), now)) {
    remembered_.fetch_add(1, std::memory_order_relaxed);
    return known;
  }
  const auto keys = keys_->keys();
  auto who = verify(token, *keys.ring, rules_, now);
  if (!who) {
    fault = who.error();
    return nullptr;
  }
  verified_.fetch_add(1, std::memory_order_relaxed);
  auto known = std::make_shared<const identity>(*std::move(who));
  known_->keep(digest, keys.version, known);
  return known;
}

std::optional<response> doorkeeper::identify(request& asked, std::uint64_t& mark) {
  const auto [first, last] = asked.headers->equal_range("Authorization");
  const auto token = first == last ? std::string_view{} : bearer_token(first->value());
  if (token.empty())
    return print_edge_error(asked, trouble::identity_missing, {}, challenge);
  token_fault fault;
  verified_tokens::known who;
  if (std::next(first) != last)
    fault.why = "there is more than one Authorization";
  else if (token.size() > token_size_max)
    fault.why = "the token is too long";
  else
    who = find(token, fault);
  if (!who) {
    refused_.fetch_add(1, std::memory_order_relaxed);
    return refuse_token(asked, fault.why);
  }
  asked.caller = who->user;
  asked.subject = who->subject;
  mark = who->mark;
  return {};
}

std::optional<response> doorkeeper::limit(rate_limiter& limiter, request& asked, std::uint64_t mark,
                                          time now) {
  const bool is_address = &limiter == by_address_.get();
  const auto name = is_address ? "address" : "user";
  const auto ruling = limiter.ask(mark, now);
  const auto& of = limiter.limit();
  const auto window = std::chrono::duration_cast<std::chrono::seconds>(of.window).count();
  add_item(asked.limits, name, "r=", ruling.left, "t=", ruling.full_in);
  add_item(asked.limit_policies, name, "q=", of.quota, "w=", static_cast<std::uint64_t>(window));
  if (ruling.is_let_in)
    return {};
  (is_address ? limited_by_address_ : limited_by_user_).fetch_add(1, std::memory_order_relaxed);
  return print_edge_error(asked, trouble::rate_limited,
                          is_address ? "this address asks too often" : "this user asks too often",
                          "Retry-After: " + std::to_string(ruling.next_in) + "\r\n");
}

std::optional<response> doorkeeper::screen(request& asked, const route& row, time now) {
  // Urgent calls free seats or tell of the server's health; the gateway in front of the app port
  // limits its own clients, who all look like one from here.
  const bool is_limited = row.who != http::caller::operators && row.who != http::caller::readers
                          && row.how != urgency::urgent && !asked.at_app_port;
  if (is_limited && by_address_)
    if (auto no = limit(*by_address_, asked, mark_of_address(asked.peer), now))
      return no;
  if (!keys_ || row.who != http::caller::users)
    return {};
  std::uint64_t mark = 0;
  if (auto no = identify(asked, mark))
    return no;
  if (is_limited && by_user_)
    return limit(*by_user_, asked, mark, now);
  return {};
}

entrance_figures doorkeeper::figures() const {
  entrance_figures out;
  if (keys_)
    out.keys = keys_->figures();
  out.tokens_verified = verified_.load(std::memory_order_relaxed);
  out.tokens_remembered = remembered_.load(std::memory_order_relaxed);
  out.tokens_refused = refused_.load(std::memory_order_relaxed);
  out.has_limits = by_address_ || by_user_;
  out.limited_by_address = limited_by_address_.load(std::memory_order_relaxed);
  out.limited_by_user = limited_by_user_.load(std::memory_order_relaxed);
  return out;
}

} // namespace frontrow::http::entrance
