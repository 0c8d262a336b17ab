#pragma once

#include "config/settings.hpp"
#include "http/entrance/key_watch.hpp"
#include "http/entrance/rate_limiter.hpp"
#include "http/entrance/verified_tokens.hpp"
#include "http/exchange.hpp"
#include "http/server/route.hpp"

#include <optional>

/// Who may come in, and how often.
namespace frontrow::http::entrance {

struct entrance_figures {
  std::optional<key_figures> keys; // with `auth = jwt`
  std::uint64_t tokens_verified = 0;
  std::uint64_t tokens_remembered = 0;
  std::uint64_t tokens_refused = 0;
  bool has_limits = false;
  std::uint64_t limited_by_address = 0;
  std::uint64_t limited_by_user = 0;
};

/// Stands between the table of routes and the endpoints: says whose a request is, by its bearer
/// token, and turns away whoever asks too often. For all threads; never blocks for longer than a
/// look into a table.
class doorkeeper {
public:
  using time = rate_limiter::time;

  /// Reads the keys where `auth = jwt`, and throws `std::runtime_error` of one line when there are
  /// none. `secret` must be hard to guess; `tell` is told what becomes of changed key files.
  doorkeeper(
      const settings&, wall_clock now, std::uint64_t secret,
      std::function<void(const key_news&)> tell = [](const key_news&) {});

  /// Looks after the key files from now on.
  void watch_keys(std::chrono::milliseconds period);
  /// Looks once, instead.
  void look_at_keys();

  /// Whether there is anything to do at all: neither tokens nor limits otherwise.
  bool has_work() const noexcept { return keys_ || by_address_ || by_user_; }

  /// Writes into the request who was verified, and what the answer must say of limits; or answers
  /// in the endpoint's stead.
  std::optional<response> screen(request&, const route&, time now);

  entrance_figures figures() const;

private:
  std::optional<response> identify(request&, std::uint64_t& mark);
  verified_tokens::known find(std::string_view token, token_fault& fault);
  std::optional<response> limit(rate_limiter&, request&, std::uint64_t mark, time now);

  using count = std::atomic<std::uint64_t>;

  wall_clock now_;
  token_rules rules_;
  std::unique_ptr<key_watch> keys_;
  std::unique_ptr<verified_tokens> known_;
  std::unique_ptr<rate_limiter> by_address_;
  std::unique_ptr<rate_limiter> by_user_;
  count verified_{0};
  count remembered_{0};
  count refused_{0};
  count limited_by_address_{0};
  count limited_by_user_{0};
};

} // namespace frontrow::http::entrance
