#include "http/concert/concert_endpoints.hpp"

#include "http/json/print.hpp"

namespace frontrow::http::concert {
namespace {

void print_concert_facts(json::object& into, const concert_row& row, zone_offset zone) {
  into.number("concertId", raw(row.id))
      .text("title", row.title)
      .text("artist", row.artist)
      .text("createdAt", print_local(row.created_at, zone));
}

void print_section(std::string& out, const section_row& row) {
  json::object section{out};
  section.text("name", row.name)
      .number("rows", row.rows)
      .number("seatsPerRow", row.seats_per_row)
      .number("price", row.price)
      .end();
}

void print_schedule_facts(json::object& into, const schedule_row& row, zone_offset zone) {
  into.number("scheduleId", raw(row.id))
      .number("concertId", raw(row.concert))
      .text("startsAt", print_local(row.starts_at, zone));
  if (row.sale_opens_at != instant{})
    into.text("saleOpensAt", print_local(row.sale_opens_at, zone));
  if (row.sale_closes_at != instant{})
    into.text("saleClosesAt", print_local(row.sale_closes_at, zone));
  into.number("maxConcurrentUser", row.concurrent_user_max);
  auto& sections = into.open("sections") += '[';
  for (std::size_t i = 0; i < row.sections.size(); ++i) {
    if (i != 0)
      sections += ',';
    print_section(sections, row.sections[i]);
  }
  sections += ']';
}

std::uint64_t count_seats(const schedule_row& row) {
  std::uint64_t count = 0;
  for (const auto& section : row.sections)
    count += std::uint64_t{section.rows} * section.seats_per_row;
  return count;
}

response print_concert(const concert_row& row, zone_offset zone) {
  response out;
  json::object body{out.body};
  print_concert_facts(body, row, zone);
  body.end();
  return out;
}

response print_concerts(const std::vector<concert_row>& rows, zone_offset zone) {
  response out;
  json::object body{out.body};
  auto& list = body.open("concerts") += '[';
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i != 0)
      list += ',';
    json::object concert{list};
    print_concert_facts(concert, rows[i], zone);
    concert.end();
  }
  list += ']';
  body.end();
  return out;
}

response print_concert_view(const request& from, const concert_view& view, zone_offset zone) {
  if (view.no != refusal::none)
    return print_complaint(from, view.no);
  response out;
  json::object body{out.body};
  print_concert_facts(body, view.concert, zone);
  auto& list = body.open("schedules") += '[';
  for (std::size_t i = 0; i < view.schedules.size(); ++i) {
    if (i != 0)
      list += ',';
    json::object schedule{list};
    print_schedule_facts(schedule, view.schedules[i], zone);
    schedule.number("seats", count_seats(view.schedules[i])).end();
  }
  list += ']';
  body.end();
  return out;
}

response print_created(const request& from, const created_schedule& made, zone_offset zone) {
  if (made.no != refusal::none)
    return print_complaint(from, made.no);
  response out;
  out.status = 201;
  out.headers = "Location: /api/schedules/" + std::to_string(raw(made.facts.id)) + "\r\n";
  json::object body{out.body};
  print_schedule_facts(body, made.facts, zone);
  body.number("seats", made.seats).end();
  return out;
}

/// Seconds until the sale opens or closes, begun ones whole; nothing when that is past or never.
void print_countdown(json::object& into, std::string_view name, instant when, instant now) {
  if (when > now)
    into.number(name, static_cast<std::uint64_t>(
                          std::chrono::ceil<std::chrono::seconds>(when - now).count()));
}

response print_schedule_view(const request& from, const schedule_view& view, zone_offset zone,
                             instant now) {
  if (view.no != refusal::none)
    return print_complaint(from, view.no);
  response out;
  json::object body{out.body};
  print_schedule_facts(body, view.facts, zone);
  print_countdown(body, "saleOpensInSeconds", view.facts.sale_opens_at, now);
  print_countdown(body, "saleClosesInSeconds", view.facts.sale_closes_at, now);
  body.number("seats", view.seats).number("available", view.available).end();
  return out;
}

} // namespace

net::awaitable<response> create_concert_call(context& with, const request& from) {
  const auto wish = parse_concert(from);
  if (!wish)
    co_return print_complaint(from, wish.error());
  const auto row = co_await ask<concert_row>(with, with.doors.programme, *wish);
  if (!row)
    co_return print_fault(with, from, row.error());
  auto out = print_concert(*row, with.zone);
  out.status = 201;
  out.headers = "Location: /api/concerts/" + std::to_string(raw(row->id)) + "\r\n";
  co_return out;
}

net::awaitable<response> list_concerts_call(context& with, const request& from) {
  const auto rows
      = co_await ask<std::vector<concert_row>>(with, with.doors.programme, list_concerts{});
  co_return rows ? print_concerts(*rows, with.zone) : print_fault(with, from, rows.error());
}

net::awaitable<response> read_concert_call(context& with, const request& from) {
  const auto id = path_id(from);
  if (!id)
    co_return print_complaint(from, bad_path_id("concertId"));
  const read_concert wish{concert_id{*id}};
  const auto view = co_await ask<concert_view>(with, with.doors.programme, wish);
  co_return view ? print_concert_view(from, *view, with.zone)
                 : print_fault(with, from, view.error());
}

net::awaitable<response> create_schedule_call(context& with, const request& from) {
  const auto wish = parse_schedule(from, with.zone);
  if (!wish)
    co_return print_complaint(from, wish.error());
  const auto made = co_await ask<created_schedule>(with, with.doors.programme, *wish);
  co_return made ? print_created(from, *made, with.zone) : print_fault(with, from, made.error());
}

net::awaitable<response> read_schedule_call(context& with, const request& from) {
  const auto id = path_id(from);
  if (!id)
    co_return print_complaint(from, bad_path_id("scheduleId"));
  const describe_schedule wish{schedule_id{*id}};
  const auto view = co_await ask<schedule_view>(with, with.doors.schedules, wish);
  co_return view ? print_schedule_view(from, *view, with.zone, with.now())
                 : print_fault(with, from, view.error());
}

} // namespace frontrow::http::concert
