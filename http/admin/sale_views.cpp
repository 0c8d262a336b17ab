#include "http/admin/console.hpp"
#include "http/admin/view.hpp"
#include "http/text/ids.hpp"

#include <algorithm>

namespace frontrow::http::admin {
namespace {

constexpr std::size_t listed_max = 200;

std::string real(double value) {
  std::string out;
  append_real(out, value);
  return out;
}

void print_counts(json::object& body, const schedule_view& show) {
  body.number("seats", show.seats)
      .number("available", show.available)
      .number("held", show.held)
      .number("sold", show.seats - show.available - show.held)
      .number("version", show.version);
}

void print_queue(json::object& body, const queue_view& room) {
  if (room.no != refusal::none || room.capacity == 0) {
    body.null("queue");
    return;
  }
  json::object queue{body.open("queue")};
  queue.text("state", room.is_paused ? "PAUSED" : "OPEN")
      .number("capacity", room.capacity)
      .number("ceiling", room.ceiling)
      .number("perSecondMax", room.per_second)
      .number("waiting", room.waiting)
      .number("active", room.active)
      .number("admitted", room.admitted)
      .number("abandoned", room.abandoned)
      .raw("admittedPerSecond", real(static_cast<double>(room.pace_milli) * 1e-3))
      .number("waitSeconds", room.wait_seconds)
      .truth("lineAway", room.is_line_away)
      .end();
}

void print_refusals(std::string& out, const picture& seen) {
  out += '[';
  bool is_first = true;
  for (std::size_t i = 0; i < seen.refusals.size(); ++i) {
    const auto& [code, count] = seen.refusals[i];
    if (count == 0)
      continue;
    if (!std::exchange(is_first, false))
      out += ',';
    json::object body{out};
    body.text("code", code)
        .number("count", count)
        .raw("perSecond", real(seen.refusals_per_second[i]))
        .end();
  }
  out += ']';
}

/// What is not a schedule's alone but the whole node's.
void print_house(json::object& body, const picture& seen, const outbox_view* outbox) {
  json::object house{body.open("house")};
  house.raw("span", real(seen.span))
      .raw("requestsPerSecond", real(seen.requests_per_second))
      .raw("bookingsPerSecond", real(seen.bookings_per_second))
      .raw("paymentsPerSecond", real(seen.payments_per_second))
      .raw("commitsPerSecond", real(seen.commits_per_second))
      .raw("writeSetsPerSecond", real(seen.write_sets_per_second))
      .raw("commitMillis", real(seen.commit_millis))
      .number("writesPending", seen.store.pending)
      .truth("storeFailing", seen.store.is_failing)
      .number("events", seen.store.events);
  if (outbox == nullptr) {
    house.null("outboxLag").null("outboxOldest").number("parked", 0);
  } else {
    std::uint64_t lag = 0;
    instant oldest{};
    for (const auto& lane : outbox->lanes) {
      lag += std::max(lane.last, lane.published) - lane.published;
      if (lane.oldest != instant{} && (oldest == instant{} || lane.oldest < oldest))
        oldest = lane.oldest;
    }
    house.number("outboxLag", lag);
    if (oldest == instant{})
      house.null("outboxOldest");
    else
      house.text("outboxOldest", print_utc(oldest));
    house.number("parked", outbox->parked_count);
  }
  print_refusals(house.open("refusals"), seen);
  house.end();
}

net::awaitable<std::optional<outbox_view>> see_outbox(context& with) {
  if (!with.doors.outbox)
    co_return std::nullopt;
  const auto found = co_await ask<outbox_view>(with, with.doors.outbox, describe_outbox{0},
                                               std::chrono::seconds{1});
  co_return found ? std::optional{*found} : std::nullopt;
}

} // namespace

/// All schedules, the newest first; those that nobody has asked for are left asleep.
net::awaitable<view> see_sales(context& with, std::string) {
  view out;
  auto all = co_await ask<programme>(with, with.doors.archive, load_programme{});
  if (!all) {
    out.why = all.error();
    co_return out;
  }
  std::ranges::sort(all->schedules, std::greater<>{},
                    [](const schedule_row& s) { return raw(s.id); });
  const auto awake = labels_of(actor_kind::schedule, listed_max);
  json::object body{out.body};
  begin_view(body, with.now());
  body.number("schedules", all->schedules.size());
  auto& list = body.open("sales") += '[';
  bool is_first = true;
  for (std::size_t i = 0; i < std::min(all->schedules.size(), listed_max); ++i) {
    const auto& one = all->schedules[i];
    const auto title = std::ranges::find(all->concerts, one.concert, &concert_row::id);
    const bool is_awake = std::ranges::find(awake, actor_label{raw(one.id), 0}) != awake.end();
    if (!std::exchange(is_first, false))
      list += ',';
    json::object sale{list};
    sale.number("schedule", raw(one.id))
        .text("title", title == all->concerts.end() ? "" : title->title)
        .text("startsAt", print_utc(one.starts_at))
        .truth("awake", is_awake);
    if (is_awake) {
      const auto show
          = co_await ask<schedule_view>(with, with.doors.schedules, describe_schedule{one.id});
      if (show && show->no == refusal::none)
        print_counts(sale, *show);
    }
    sale.end();
  }
  list += ']';
  body.end();
  co_return out;
}

net::awaitable<view> see_sale(context& with, std::string what) {
  view out;
  const auto id = parse_decimal(what, id_max);
  if (!id || *id == 0) {
    out.no = complaint{trouble::validation, "schedule must be a positive integer below 2^63"};
    co_return out;
  }
  const auto show = co_await ask<schedule_view>(with, with.doors.schedules,
                                                describe_schedule{schedule_id{*id}});
  if (!show || show->no != refusal::none) {
    if (show)
      out.no = complaint{show->no};
    else
      out.why = show.error();
    co_return out;
  }
  queue_view room;
  if (show->facts.concurrent_user_max > 0) {
    const auto found
        = co_await ask<queue_view>(with, with.doors.queues, steer_queue{.id = schedule_id{*id}});
    if (found)
      room = *found;
  }
  const auto outbox = co_await see_outbox(with);
  const auto seen = with.console->looks.look();
  json::object body{out.body};
  begin_view(body, with.now());
  body.number("schedule", *id).text("startsAt", print_utc(show->facts.starts_at));
  if (show->facts.sale_opens_at != instant{})
    body.text("saleOpensAt", print_utc(show->facts.sale_opens_at));
  if (show->facts.sale_closes_at != instant{})
    body.text("saleClosesAt", print_utc(show->facts.sale_closes_at));
  print_counts(body, *show);
  print_queue(body, room);
  print_house(body, *seen, outbox ? &*outbox : nullptr);
  body.end();
  co_return out;
}

} // namespace frontrow::http::admin
