#include "http/admin/console_endpoints.hpp"

#include "http/admin/console.hpp"
#include "http/admin/view.hpp"
#include "http/server/operator_token.hpp"
#include "http/server/query.hpp"
#include "http/stream.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>

namespace frontrow::http::admin {
namespace {

using seeing = net::awaitable<view> (*)(context&, std::string);

struct named_view {
  std::string_view name;
  seeing see;
};
constexpr std::array named_views{
    named_view{"cluster", see_cluster}, named_view{"actors", see_actors},
    named_view{"actor", see_actor},     named_view{"sales", see_sales},
    named_view{"sale", see_sale},       named_view{"invariants", see_invariants},
    named_view{"audit", see_audit},
};

constexpr std::size_t streamed_max = 6; // views of one stream
constexpr auto stream_period = std::chrono::seconds{1};

/// A view of a stream: "cluster", or "actor:seat 500/25".
struct streamed_view {
  std::string text;
  seeing see = nullptr;
  std::string what;
};

/// All of it, where there is no such mark.
std::size_t length_before(std::string_view text, char mark) {
  return static_cast<std::size_t>(std::ranges::find(text, mark) - text.begin());
}

std::optional<std::vector<streamed_view>> parse_views(std::string_view text) {
  std::vector<streamed_view> all;
  while (!text.empty()) {
    const auto end = length_before(text, ',');
    const auto one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto colon = length_before(one, ':');
    const auto known = std::ranges::find(named_views, one.substr(0, colon), &named_view::name);
    if (known == named_views.end() || all.size() == streamed_max)
      return {};
    all.push_back({std::string{known->name}, known->see,
                   std::string{one.substr(std::min(colon + 1, one.size()))}});
  }
  return all.empty() ? std::nullopt : std::optional{std::move(all)};
}

struct streaming {
  std::vector<streamed_view> views;
  bool has_begun = false;
};

/// One event a view; a view that cannot be had says why instead, and is tried again.
net::awaitable<std::optional<std::string>> next_events(context& with,
                                                       std::shared_ptr<streaming> at) {
  if (std::exchange(at->has_begun, true)) {
    net::steady_timer timer{co_await net::this_coro::executor, stream_period};
    co_await timer.async_wait(net::use_awaitable);
  }
  std::string piece;
  for (const auto& each : at->views) {
    auto seen = co_await each.see(with, each.what);
    if (seen.no || seen.why) {
      const auto& row = seen.no ? *seen.no->row : row_of(trouble_of(seen.why));
      std::string said;
      json::object body{said};
      begin_view(body, with.now());
      body.text("error", row.code)
          .text("detail", seen.no && !seen.no->detail.empty() ? seen.no->detail : row.detail)
          .end();
      append_event(piece, {}, each.text, said);
    } else {
      append_event(piece, {}, each.text, seen.body);
    }
  }
  co_return piece;
}

net::awaitable<response> read_view(context& with, const request& from, seeing see,
                                   std::string what) {
  auto seen = co_await see(with, std::move(what));
  co_return answer_view(with, from, std::move(seen));
}

} // namespace

net::awaitable<response> read_role(context& with, const request& from) {
  const bool is_operator = is_same_secret(with.how.operator_token, from.header("X-Admin-Token"));
  response out;
  out.headers = "Cache-Control: no-store\r\n";
  json::object body{out.body};
  begin_view(body, with.now());
  body.text("role", is_operator ? "operator" : "reader")
      .text("store", with.how.store)
      .truth("cluster", !with.how.cluster.listen.empty())
      .truth("publishes", with.doors.outbox != nullptr)
      .end();
  co_return out;
}

net::awaitable<response> read_cluster(context& with, const request& from) {
  return read_view(with, from, see_cluster, {});
}
net::awaitable<response> read_actors(context& with, const request& from) {
  return read_view(with, from, see_actors, {});
}
net::awaitable<response> read_actor(context& with, const request& from) {
  auto what = query_value(from.query, "id").value_or("");
  if (query_value(from.query, "tap").value_or("") == "1")
    what += "+tap";
  return read_view(with, from, see_actor, std::move(what));
}
net::awaitable<response> read_sales(context& with, const request& from) {
  return read_view(with, from, see_sales, {});
}
net::awaitable<response> read_sale(context& with, const request& from) {
  return read_view(with, from, see_sale, query_value(from.query, "schedule").value_or(""));
}
net::awaitable<response> read_invariants(context& with, const request& from) {
  return read_view(with, from, see_invariants, {});
}
net::awaitable<response> read_audit_log(context& with, const request& from) {
  return read_view(with, from, see_audit, query_value(from.query, "all").value_or(""));
}

net::awaitable<response> stream_views(context& with, const request& from) {
  auto views = parse_views(query_value(from.query, "views").value_or("cluster"));
  if (!views)
    co_return print_complaint(
        from, {trouble::validation,
               "views must be up to 6 of cluster, actors, actor:NAME, sales, sale:SCHEDULE, "
               "invariants and audit, separated by commas"});
  const auto at = std::make_shared<streaming>(streaming{*std::move(views)});
  co_return stream_response({}, [&with, at] { return next_events(with, at); });
}

} // namespace frontrow::http::admin
