#include "http/fcfs/seat_endpoints.hpp"

#include "http/fcfs/wrap.hpp"
#include "http/json/print.hpp"
#include "http/json/reader.hpp"
#include "http/text/headers.hpp"
#include "http/text/ids.hpp"

namespace frontrow::http::fcfs {
namespace {

/// What every call of this face does around its work.
class envelope {
public:
  explicit envelope(const request& from) : from_(from), is_wanted_(wants_wrap(from)) {}

  response close(const context& with, response out) const {
    if (is_wanted_) {
      const auto elapsed = std::chrono::steady_clock::now() - start_;
      wrap(out, from_,
           {.sequence = 0,
            .user = std::string{trimmed(from_.header(with.how.fcfs.user_header))},
            .elapsed = std::chrono::duration_cast<milliseconds>(elapsed)});
    }
    return out;
  }

private:
  const request& from_;
  bool is_wanted_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

response print_list(const request& from, const seat_list& list) {
  if (list.no != refusal::none)
    return print_complaint(from, list.no);
  response out;
  out.body = R"({"success":true,"seats":[)";
  out.pieces = list.seats;
  out.tail = "]}";
  return out;
}

response print_one(const request& from, const seat_view& view) {
  if (view.no != refusal::none)
    return print_complaint(from, view.no);
  response out;
  json::object body{out.body};
  body.truth("success", true);
  json::object seat{body.open("seat")};
  seat.number("id", raw(view.seat.seat))
      .truth("status", view.seat.is != seat_row::phase::open)
      .end();
  body.end();
  return out;
}

verdict<reset_fcfs, complaint> parse_reset(const request& from) {
  if (const auto no = check_json(from))
    return *no;
  const auto body = json::parse_body(from.body);
  if (!body)
    return body.error();
  json::reader in{*body};
  const auto count = in.whole("seat_count", 1, seats_max);
  if (!in.is_good())
    return in.error();
  return reset_fcfs{static_cast<std::uint32_t>(count)};
}

response print_reset(const request& from, const schedule_view& view) {
  if (view.no != refusal::none)
    return print_complaint(from, view.no);
  response out;
  json::object body{out.body};
  body.truth("success", true)
      .number("scheduleId", raw(view.facts.id))
      .number("seatCount", view.seats)
      .number("remainingSeats", view.available)
      .end();
  return out;
}

} // namespace

net::awaitable<response> list_seats(context& with, const request& from) {
  const envelope around{from};
  const auto list = co_await ask<seat_list>(with, with.doors.gate, read_fcfs_seats{});
  co_return around.close(with,
                         list ? print_list(from, *list) : print_fault(with, from, list.error()));
}

net::awaitable<response> read_seat(context& with, const request& from) {
  const envelope around{from};
  const auto seat = parse_decimal(from.arguments[0], std::numeric_limits<std::uint32_t>::max());
  if (!seat || *seat == 0)
    co_return around.close(with, print_complaint(from, refusal::seat_not_found));
  const read_fcfs_seat wish{seat_id{static_cast<std::uint32_t>(*seat)}};
  const auto view = co_await ask<seat_view>(with, with.doors.gate, wish);
  co_return around.close(with,
                         view ? print_one(from, *view) : print_fault(with, from, view.error()));
}

net::awaitable<response> reset_seats(context& with, const request& from) {
  const envelope around{from};
  const auto wish = parse_reset(from);
  if (!wish)
    co_return around.close(with, print_complaint(from, wish.error()));
  const auto view = co_await ask<schedule_view>(with, with.doors.gate, *wish);
  co_return around.close(with,
                         view ? print_reset(from, *view) : print_fault(with, from, view.error()));
}

} // namespace frontrow::http::fcfs
