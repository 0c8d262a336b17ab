#include "http/admin/money_views.hpp"

#include "actors/store/partition.hpp"
#include "http/admin/trail.hpp"
#include "http/server/query.hpp"
#include "http/text/ids.hpp"

#include <algorithm>

namespace frontrow::http::admin {
namespace {

constexpr std::size_t events_looked_at_max = 20'000;
constexpr std::uint32_t ledger_page = 500;
constexpr int ledger_pages_max = 10;

net::awaitable<caf::error> gather_ledger(context& with, trail& all) {
  const auto& r = all.reservation;
  std::uint64_t before = 0;
  for (int page = 0; page < ledger_pages_max; ++page) {
    const auto found = co_await ask<std::vector<ledger_row>>(
        with, with.doors.archive, list_ledger{r.user, before, ledger_page});
    if (!found)
      co_return found.error();
    for (const auto& entry : *found)
      if (entry.reservation == r.id)
        all.ledger.push_back(entry);
    if (found->size() < ledger_page || found->back().at < r.created_at)
      co_return caf::error{};
    before = found->back().entry;
  }
  all.notes.emplace_back("older entries of the ledger were not looked at");
  co_return caf::error{};
}

/// The kept answers, and from their times and the row's when its events happened.
net::awaitable<caf::error> gather_events(context& with, trail& all) {
  const auto& r = all.reservation;
  find_answers wanted;
  wanted.user = r.user;
  wanted.reservation = r.id;
  wanted.from = r.created_at - std::chrono::minutes{1};
  const auto kept = co_await ask<found_answers>(with, with.doors.inspector, wanted);
  if (!kept)
    co_return kept.error();
  all.answers = *kept;
  if (!kept->is_whole)
    all.notes.emplace_back("there are more kept answers than were looked at");
  const auto positions
      = co_await ask<std::vector<std::uint64_t>>(with, with.doors.archive, load_positions{});
  if (!positions)
    co_return positions.error();
  if (positions->empty())
    co_return caf::error{};
  const auto partition = partition_of(r.user, static_cast<std::uint32_t>(positions->size()));
  std::vector<instant> when{r.created_at};
  if (r.paid_at != instant{})
    when.push_back(r.paid_at);
  if (r.is == reservation_row::state::expired)
    when.push_back(r.held_until);
  for (const auto& answer : kept->answers)
    when.push_back(answer.answer.at);
  std::ranges::sort(when);
  const event_test is_mine = [id = r.id](const event& e) {
    return e.reservation == id;
  };
  instant seen_until{};
  for (const auto at : when) {
    if (at <= seen_until)
      continue;
    seen_until = at + std::chrono::seconds{10};
    auto found
        = co_await find_events(with, partition, at, seen_until, is_mine, events_looked_at_max);
    if (!found)
      co_return found.error();
    all.events.is_whole = all.events.is_whole && found->is_whole;
    for (auto& one : found->events)
      all.events.events.push_back(std::move(one));
  }
  auto& events = all.events.events;
  std::ranges::sort(events, {}, &placed_event::position);
  const auto again = std::ranges::unique(events, {}, &placed_event::position);
  events.erase(again.begin(), again.end());
  if (!all.events.is_whole)
    all.notes.emplace_back("so much happened then that not all events were looked at");
  co_return caf::error{};
}

net::awaitable<caf::expected<trail>> follow(context& with, const reservation_row& of) {
  trail all;
  all.reservation = of;
  const auto seat
      = co_await ask<seat_row>(with, with.doors.archive, load_seat{of.schedule, of.seat});
  if (!seat)
    co_return seat.error();
  all.seat = *seat;
  const auto wallet = co_await ask<wallet_row>(with, with.doors.archive, load_wallet{of.user});
  if (!wallet)
    co_return wallet.error();
  all.wallet = *wallet;
  auto why = co_await gather_ledger(with, all);
  if (why)
    co_return why;
  why = co_await gather_events(with, all);
  if (why)
    co_return why;
  if (with.doors.outbox) {
    const auto outbox = co_await ask<outbox_view>(with, with.doors.outbox, describe_outbox{1'000});
    if (!outbox)
      co_return outbox.error();
    all.outbox = *outbox;
  }
  co_return all;
}

back_cursor parse_back(std::string_view text) {
  back_cursor at;
  while (!text.empty()) {
    const auto end = std::min(text.find('-'), text.size());
    at.push_back(parse_decimal(text.substr(0, end)).value_or(0));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return at;
}

std::string print_back(const back_cursor& at) {
  std::string out;
  for (const auto position : at)
    out += (out.empty() ? "" : "-") + std::to_string(position);
  return out;
}

/// Which events are an actor's history; null: it has none in the store.
event_test history_of(const actor_name& name) {
  if (name.kind == actor_kind::seat)
    return [label = name.label](const event& e) {
      return raw(e.schedule) == label.first && raw(e.seat) == label.second;
    };
  if (name.kind == actor_kind::wallet)
    return [label = name.label](const event& e) {
      return raw(e.user) == label.first;
    };
  return {};
}

} // namespace

net::awaitable<response> read_money(context& with, const request& from) {
  const auto id = parse_reservation_id(query_value(from.query, "reservation").value_or(""));
  if (!id)
    co_return print_complaint(
        from, {trouble::validation, "reservation must be a reservation id of 13 characters"});
  const auto found = co_await ask<std::optional<reservation_row>>(with, with.doors.archive,
                                                                  load_reservation{*id});
  if (!found)
    co_return print_fault(with, from, found.error());
  if (!*found)
    co_return print_complaint(from, refusal::reservation_not_found);
  const auto all = co_await follow(with, **found);
  if (!all)
    co_return print_fault(with, from, all.error());
  view out;
  json::object body{out.body};
  begin_view(body, with.now());
  print_trail(body, *all);
  body.end();
  co_return answer_view(with, from, std::move(out));
}

net::awaitable<response> read_history(context& with, const request& from) {
  const auto name = parse_actor_name(query_value(from.query, "id").value_or(""));
  const auto test = name ? history_of(*name) : event_test{};
  if (!test)
    co_return print_complaint(
        from, {trouble::validation, "id must be a seat or a wallet, such as seat 500/25"});
  auto before = parse_back(query_value(from.query, "before").value_or(""));
  std::size_t enough = 100;
  // Every event of a seat makes a version: when all are found, nothing is left to look for.
  if (name->kind == actor_kind::seat && before.empty()) {
    const auto seat = co_await ask<seat_row>(
        with, with.doors.archive,
        load_seat{schedule_id{name->label.first},
                  seat_id{static_cast<std::uint32_t>(name->label.second)}});
    if (!seat)
      co_return print_fault(with, from, seat.error());
    enough = std::min<std::size_t>(enough, seat->version);
  }
  const auto found = co_await look_back(with, before, test, enough, events_looked_at_max);
  if (!found)
    co_return print_fault(with, from, found.error());
  std::optional<outbox_view> outbox;
  if (with.doors.outbox) {
    const auto told = co_await ask<outbox_view>(with, with.doors.outbox, describe_outbox{1'000});
    if (told)
      outbox = *told;
  }
  const bool is_over = found->is_whole || (enough < 100 && found->events.size() >= enough);
  view out;
  json::object body{out.body};
  begin_view(body, with.now());
  body.text("id", print_name(name->kind, name->label));
  print_list(body.open("events"), found->events, [&](std::string& to, const placed_event& one) {
    print_placed_event(to, one, outbox);
  });
  if (is_over)
    body.null("before");
  else
    body.text("before", print_back(before));
  body.end();
  co_return answer_view(with, from, std::move(out));
}

} // namespace frontrow::http::admin
