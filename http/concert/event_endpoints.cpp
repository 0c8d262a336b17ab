#include "http/concert/event_endpoints.hpp"

#include "actors/store/cloud_event.hpp"
#include "http/json/print.hpp"
#include "http/server/query.hpp"
#include "http/stream.hpp"
#include "http/text/headers.hpp"
#include "http/text/ids.hpp"

namespace frontrow::http::concert {
namespace {

constexpr std::uint32_t limit_default = 100;
constexpr std::uint32_t limit_max = 1'000;
constexpr std::uint64_t wait_max = 15; // seconds

/// A whole number in the query; `otherwise` when it is not there.
verdict<std::uint64_t, complaint> read_number(const request& from, std::string_view name,
                                              std::uint64_t least, std::uint64_t most,
                                              std::uint64_t otherwise) {
  const auto text = query_value(from.query, name);
  if (!text)
    return otherwise;
  const auto number = parse_decimal(*text, most);
  if (!number || *number < least)
    return complaint{trouble::validation, std::string{name} + " must be a whole number from "
                                              + std::to_string(least) + " to "
                                              + std::to_string(most)};
  return *number;
}

verdict<follow_events, complaint> parse_follow(const request& from) {
  auto after = event_cursor::parse(query_value(from.query, "after").value_or("0"));
  if (!after)
    return complaint{trouble::validation, "after must be 0 or the \"next\" of another page"};
  const auto limit = read_number(from, "limit", 1, limit_max, limit_default);
  if (!limit)
    return limit.error();
  const auto wait = read_number(from, "wait", 0, wait_max, 0);
  if (!wait)
    return wait.error();
  return follow_events{*std::move(after), static_cast<std::uint32_t>(*limit),
                       std::chrono::seconds{static_cast<std::int64_t>(*wait)}};
}

/// What a client goes on from when it has read this event too.
void read_past(event_cursor& at, const placed_event& placed) {
  at.move(placed.partition, placed.position);
}

response print_page(const follow_events& wish, const feed_page& page) {
  response out;
  json::object body{out.body};
  auto& list = body.open("events") += '[';
  for (std::size_t i = 0; i < page.events.size(); ++i) {
    if (i != 0)
      list += ',';
    list += print_cloud_event(page.events[i]);
  }
  list += ']';
  auto next = wish.after;
  for (const auto& each : page.events)
    read_past(next, each);
  body.text("next", next.print()).end();
  return out;
}

/// The events after `at->after`, and moves it on.
net::awaitable<std::optional<std::string>> next_events(context& with,
                                                       std::shared_ptr<follow_events> at) {
  const auto page = co_await ask<feed_page>(with, with.doors.feed, *at, long_poll_patience);
  if (!page)
    co_return std::nullopt;
  if (page->events.empty())
    co_return ping();
  std::string piece;
  for (const auto& each : page->events) {
    read_past(at->after, each);
    append_event(piece, at->after.print(), {}, print_cloud_event(each));
  }
  co_return piece;
}

} // namespace

net::awaitable<response> read_events(context& with, const request& from) {
  auto parsed = parse_follow(from);
  if (!parsed)
    co_return print_complaint(from, parsed.error());
  auto wish = *parsed;
  if (from.header("Accept").find(event_stream_type) != std::string_view::npos) {
    if (auto last = event_cursor::parse(trimmed(from.header("Last-Event-ID"))))
      wish.after = *std::move(last);
    wish.wait = std::chrono::seconds{wait_max};
    const auto at = std::make_shared<follow_events>(wish);
    co_return stream_response({}, [&with, at] { return next_events(with, at); });
  }
  const auto page = co_await ask<feed_page>(with, with.doors.feed, wish, long_poll_patience);
  co_return page ? print_page(wish, *page) : print_fault(with, from, page.error());
}

} // namespace frontrow::http::concert
