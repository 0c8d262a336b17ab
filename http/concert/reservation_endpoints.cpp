#include "http/concert/reservation_endpoints.hpp"

#include "http/concert/commands.hpp"
#include "http/concert/pages.hpp"
#include "http/concert/queue_token.hpp"
#include "http/json/print.hpp"
#include "http/json/reader.hpp"
#include "http/text/ids.hpp"

namespace frontrow::http::concert {
namespace {

using state = reservation_row::state;

std::string_view name_of(state is) {
  switch (is) {
  case state::preempted:
    return "PREEMPTED";
  case state::confirmed:
    return "CONFIRMED";
  case state::expired:
    return "EXPIRED";
  case state::cancelled:
    return "CANCELLED";
  }
  return "UNKNOWN";
}

bool was_paid(const reservation_row& row) {
  return row.paid_at != instant{};
}

/// The members that every form of a reservation has after its id and status.
void print_facts(json::object& into, const reservation_row& row) {
  into.number("seatNumber", raw(row.seat))
      .number("concertScheduleId", raw(row.schedule))
      .number("seatId", raw(row.seat))
      .number("price", row.price);
}

net::awaitable<response> settle(context& with, const request& from, operation what) {
  const auto wish = parse_settle(with, from, what);
  if (!wish)
    co_return print_complaint(from, wish.error());
  const auto done = co_await ask<outcome>(with, with.doors.desk, *wish);
  co_return done ? print_outcome(with, from, what, *done) : print_fault(with, from, done.error());
}

response print_page(const context& with, const std::vector<reservation_row>& rows,
                    std::uint32_t limit) {
  response out;
  json::object page{out.body};
  auto& list = page.open("reservations") += '[';
  const auto now = with.now();
  const auto count = std::min<std::size_t>(rows.size(), limit);
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0)
      list += ',';
    list += print_reservation(rows[i], with.zone, now);
  }
  list += ']';
  if (rows.size() > count)
    page.text("next", print_id(rows[count - 1].id));
  else
    page.null("next");
  page.end();
  return out;
}

verdict<list_reservations, complaint> parse_list(const context& with, const request& from) {
  const auto id = path_id(from);
  if (!id)
    return bad_path_id("userId");
  if (const auto no = check_identity(with, from, user_id{*id}))
    return *no;
  const auto page = read_page(from);
  if (!page)
    return page.error();
  // One more than asked for tells whether there is a next page.
  list_reservations wish{user_id{*id}, {}, page->limit + 1};
  if (page->cursor.empty())
    return wish;
  const auto before = parse_reservation_id(page->cursor);
  if (!before)
    return bad_cursor();
  wish.before = *before;
  return wish;
}

} // namespace

verdict<command, complaint> parse_reserve(const context& with, const request& from) {
  if (const auto no = check_json(from))
    return *no;
  const auto body = json::parse_body(from.body);
  if (!body)
    return body.error();
  json::reader in{*body};
  const user_id user{in.id("userId")};
  const schedule_id schedule{in.id("concertScheduleId")};
  const auto seat = in.id("seatId");
  const auto price = in.whole("price", 0, amount_max);
  if (!in.is_good())
    return in.error();
  const auto begun = begin_command(with, from, operation::reserve, user, 0, *body);
  if (!begun)
    return begun.error();
  if (seat > std::numeric_limits<std::underlying_type_t<seat_id>>::max())
    return complaint{refusal::seat_not_found};
  auto wish = *begun;
  wish.schedule = schedule;
  wish.seat = seat_id{static_cast<std::uint32_t>(seat)};
  wish.price = price;
  const auto token = read_token(with, from, schedule);
  if (token) {
    wish.token = token->id;
    wish.place = token->place;
  } else if (token.error().row == &row_of(refusal::token_unknown)) {
    wish.token = unreadable_token;
  }
  return wish;
}

verdict<command, complaint> parse_settle(const context& with, const request& from, operation what) {
  if (const auto no = check_json(from))
    return *no;
  const auto body = json::parse_body(from.body, true);
  if (!body)
    return body.error();
  json::reader in{*body};
  const user_id named{in.id_or_none("userId")};
  if (!in.is_good())
    return in.error();
  const auto id = parse_reservation_id(from.arguments[0]);
  const auto begun = begin_command(with, from, what, {}, id ? raw(*id) : 0, *body);
  if (!begun)
    return begun.error();
  if (!id || raw(*id) == 0)
    return complaint{refusal::reservation_not_found};
  if (named != user_id{})
    if (const auto no = check_identity(with, from, named))
      return *no;
  auto wish = *begun;
  wish.reservation = *id;
  if (named != user_id{})
    wish.caller = named;
  return wish;
}

response print_outcome(const context& with, const request& from, operation what,
                       const outcome& of) {
  if (of.no != refusal::none)
    return print_refusal(from, of);
  const auto& row = of.reservation;
  response out;
  json::object body{out.body};
  body.text("reservationId", print_id(row.id)).text("status", name_of(row.is));
  if (what == operation::reserve)
    body.text("expiredAt", print_local(row.held_until, with.zone));
  print_facts(body, row);
  if (what == operation::reserve)
    body.number("expiresInSeconds", seconds_until(row.held_until, row.created_at));
  else if (was_paid(row))
    body.text("paidAt", print_local(row.paid_at, with.zone));
  if (what == operation::cancel)
    body.number("refunded", was_paid(row) ? row.price : 0);
  if (what != operation::reserve && was_paid(row))
    body.number("balance", of.balance);
  body.end();
  mark_replay(out, of);
  return out;
}

std::string print_reservation(const reservation_row& row, zone_offset zone, instant now) {
  const bool is_over = row.is == state::preempted && now >= row.held_until;
  const auto is = is_over ? state::expired : row.is;
  std::string out;
  json::object body{out};
  body.text("reservationId", print_id(row.id)).number("userId", raw(row.user));
  print_facts(body, row);
  body.text("status", name_of(is))
      .text("createdAt", print_local(row.created_at, zone))
      .text("expiredAt", print_local(row.held_until, zone));
  if (is == state::preempted)
    body.number("expiresInSeconds", seconds_until(row.held_until, now));
  if (was_paid(row))
    body.text("paidAt", print_local(row.paid_at, zone));
  body.end();
  return out;
}

net::awaitable<response> reserve(context& with, const request& from) {
  const auto wish = parse_reserve(with, from);
  if (!wish)
    co_return print_complaint(from, wish.error());
  const auto done = co_await ask<outcome>(with, with.doors.desk, *wish);
  co_return done ? print_outcome(with, from, operation::reserve, *done)
                 : print_fault(with, from, done.error());
}

net::awaitable<response> confirm(context& with, const request& from) {
  return settle(with, from, operation::confirm);
}

net::awaitable<response> cancel(context& with, const request& from) {
  return settle(with, from, operation::cancel);
}

net::awaitable<response> read_reservation(context& with, const request& from) {
  const auto id = parse_reservation_id(from.arguments[0]);
  if (!id)
    co_return print_complaint(from, refusal::reservation_not_found);
  using found = std::optional<reservation_row>;
  const auto row = co_await ask<found>(with, with.doors.archive, load_reservation{*id});
  if (!row)
    co_return print_fault(with, from, row.error());
  if (!*row)
    co_return print_complaint(from, refusal::reservation_not_found);
  if (const auto no = check_identity(with, from, (*row)->user))
    co_return print_complaint(from, *no);
  response out;
  out.body = print_reservation(**row, with.zone, with.now());
  co_return out;
}

net::awaitable<response> list_user_reservations(context& with, const request& from) {
  const auto wish = parse_list(with, from);
  if (!wish)
    co_return print_complaint(from, wish.error());
  const auto rows = co_await ask<std::vector<reservation_row>>(with, with.doors.archive, *wish);
  co_return rows ? print_page(with, *rows, wish->limit - 1) : print_fault(with, from, rows.error());
}

} // namespace frontrow::http::concert
