#pragma once

#include "actors/base/verdict.hpp"
#include "actors/house.hpp"
#include "config/settings.hpp"
#include "http/concert/token_seal.hpp"
#include "http/error_page.hpp"
#include "http/exchange.hpp"
#include "http/pages/file.hpp"
#include "http/server/ask.hpp"
#include "http/text/times.hpp"

#include <span>

/// What an endpoint is, and all that it may use.
namespace frontrow::http {

namespace admin {
struct console;
} // namespace admin

/// Everything an endpoint knows of the house. Shared by all requests and outliving them, streams
/// included; its functions may be called from any thread.
struct context {
  house doors;
  settings how;
  zone_offset zone{0}; // of `how.time_zone`
  wall_clock now;
  concert::token_seal seal;           // keyed by `how.queue.secret`
  std::span<const pages::file> files; // what browsers load; without any, their paths are unknown
  std::shared_ptr<admin::console> console; // what onlookers share
  /// Told of every ask that failed in a way a client can do nothing about: logs and counts it.
  std::function<void(const request&, const caf::error&)> on_fault
      = [](const request&, const caf::error&) {
        };
  std::function<std::string()> metrics = [] {
    return std::string{};
  };
  node_id self{}; // this life of the node; 0: there is no cluster
  /// How long this node may still believe that what it owns is its own; negative: it is over.
  std::function<milliseconds()> lease_left = [] {
    return milliseconds{0};
  };
  /// Why the server should get no traffic now; empty when it should.
  std::function<std::vector<std::string>()> unready_reasons = [] {
    return std::vector<std::string>{};
  };
};

/// Parse, ask, print. The request and what it points to outlive the returned coroutine.
using calling = net::awaitable<response> (*)(context&, const request&);

/// How long a stream waits for a question that is answered within 15 s.
inline constexpr milliseconds long_poll_patience = std::chrono::seconds{20};

/// All questions to actors go through here. `patience` is the end of waiting, not of the work.
template <class Answer, class Handle, class Message>
net::awaitable<caf::expected<Answer>> ask(context&, const Handle& whom, Message what,
                                          milliseconds patience) {
  return ask<Answer>(whom, std::move(what), patience);
}
template <class Answer, class Handle, class Message>
net::awaitable<caf::expected<Answer>> ask(context& with, const Handle& whom, Message what) {
  return ask<Answer>(whom, std::move(what), with.how.http.deadline);
}

/// The response to a failed ask; a fault is reported first.
response print_fault(const context&, const request&, const caf::error&);

/// Nobody to complain about, or: the edge verified somebody else than `user`, or nobody though it
/// must.
std::optional<complaint> check_identity(const context&, const request&, user_id);
/// The same for users who are known by a text.
std::optional<complaint> check_subject(const settings&, const request&, std::string_view user);

/// Nothing, or the complaint that the body is not said to be JSON.
std::optional<complaint> check_json(const request&);

/// The decimal id in the route's path; nothing when it is none.
std::optional<std::uint64_t> path_id(const request&, std::size_t argument = 0);
/// What to say when it is none.
complaint bad_path_id(std::string_view name);

} // namespace frontrow::http
