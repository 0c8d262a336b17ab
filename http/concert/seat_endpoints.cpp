#include "http/concert/seat_endpoints.hpp"

#include "http/json/print.hpp"
#include "http/stream.hpp"
#include "http/text/headers.hpp"
#include "http/text/ids.hpp"

namespace frontrow::http::concert {
namespace {

std::string_view name_of(seat_row::phase is) {
  switch (is) {
  case seat_row::phase::open:
    return "AVAILABLE";
  case seat_row::phase::held:
    return "HELD";
  case seat_row::phase::sold:
    return "SOLD";
  }
  return "UNKNOWN";
}

/// Everything before the seats themselves.
std::string print_start(schedule_id id, const seat_list& list) {
  std::string out;
  json::object body{out};
  body.number("scheduleId", raw(id))
      .number("version", list.version)
      .number("available", list.available);
  body.open("seats") += '[';
  return out;
}

constexpr std::string_view end_of_list = "]}";

response print_list(schedule_id id, const seat_list& list) {
  response out;
  out.headers = "ETag: " + print_etag(list.version) + "\r\nCache-Control: no-cache\r\n";
  out.body = print_start(id, list);
  out.pieces = list.seats;
  out.tail = end_of_list;
  return out;
}

response print_not_modified(std::uint64_t version) {
  response out;
  out.status = 304;
  out.content_type = {};
  out.headers = "ETag: " + print_etag(version) + "\r\nCache-Control: no-cache\r\n";
  return out;
}

std::string snapshot_event(schedule_id id, const seat_list& list) {
  auto data = print_start(id, list);
  if (list.seats) {
    bool is_first = true;
    for (const auto& piece : *list.seats) {
      if (!std::exchange(is_first, false))
        data += ',';
      data += *piece;
    }
  }
  data += end_of_list;
  std::string out;
  out.reserve(data.size() + 64);
  append_event(out, std::to_string(list.version), "snapshot", data);
  return out;
}

std::string change_events(const seat_changes& some) {
  std::string out;
  for (const auto& change : some.changes) {
    std::string data;
    json::object body{data};
    body.number("version", change.version)
        .number("seatId", raw(change.seat))
        .text("status", name_of(change.is))
        .end();
    append_event(out, std::to_string(change.version), "change", data);
  }
  return out;
}

/// How far one stream has come. Without `has_list` a whole list is due.
struct progress {
  schedule_id id{};
  std::uint64_t version = 0;
  bool has_list = false;
};

net::awaitable<std::optional<std::string>> next_piece(context& with, std::shared_ptr<progress> at) {
  if (at->has_list) {
    const watch_seats wish{at->id, at->version};
    const auto some
        = co_await ask<seat_changes>(with, with.doors.schedules, wish, long_poll_patience);
    if (!some)
      co_return std::nullopt;
    if (some->no != refusal::none)
      co_return std::nullopt;
    if (!some->gap && some->changes.empty())
      co_return ping();
    if (!some->gap) {
      at->version = some->changes.back().version;
      co_return change_events(*some);
    }
  }
  const read_seats wish{at->id, false, 0};
  const auto list = co_await ask<seat_list>(with, with.doors.schedules, wish);
  if (!list || list->no != refusal::none)
    co_return std::nullopt;
  at->version = list->version;
  at->has_list = true;
  co_return snapshot_event(at->id, *list);
}

} // namespace

net::awaitable<response> list_seats(context& with, const request& from) {
  const auto id = path_id(from);
  if (!id)
    co_return print_complaint(from, bad_path_id("scheduleId"));
  // A malformed condition is as good as none: the whole list is always a right answer.
  const auto known = parse_versions(from.header("If-None-Match"), true).value_or(wanted_versions{});
  const read_seats wish{schedule_id{*id}, false,
                        known.versions.empty() ? 0 : known.versions.front()};
  const auto list = co_await ask<seat_list>(with, with.doors.schedules, wish);
  if (!list)
    co_return print_fault(with, from, list.error());
  if (list->no != refusal::none)
    co_return print_complaint(from, list->no);
  co_return known.has(list->version) ? print_not_modified(list->version)
                                     : print_list(wish.id, *list);
}

net::awaitable<response> stream_seats(context& with, const request& from) {
  const auto id = path_id(from);
  if (!id)
    co_return print_complaint(from, bad_path_id("scheduleId"));
  const auto at = std::make_shared<progress>(progress{schedule_id{*id}, 0, false});
  // Whoever says nothing readable about where it stopped gets a whole list.
  if (const auto last = parse_decimal(trimmed(from.header("Last-Event-ID"))))
    *at = {at->id, *last, true};
  const auto view
      = co_await ask<schedule_view>(with, with.doors.schedules, describe_schedule{at->id});
  if (!view)
    co_return print_fault(with, from, view.error());
  if (view->no != refusal::none)
    co_return print_complaint(from, view->no);
  co_return stream_response({}, [&with, at] { return next_piece(with, at); });
}

} // namespace frontrow::http::concert
