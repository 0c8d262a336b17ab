#include "http/fcfs/join_endpoint.hpp"

#include "http/fcfs/wrap.hpp"
#include "http/json/print.hpp"
#include "http/json/reader.hpp"
#include "http/json/utf8.hpp"
#include "http/text/headers.hpp"
#include "http/text/ids.hpp"

namespace frontrow::http::fcfs {
namespace {

constexpr std::size_t user_length_max = 128;
constexpr std::size_t name_length_max = 50;
constexpr std::size_t phone_length_min = 3;
constexpr std::size_t phone_length_max = 20;
constexpr std::string_view sequence_header = "X-Fcfs-Seq";

void print_seat(json::object& into, seat_id seat) {
  json::object printed{into.open("seat")};
  printed.number("id", raw(seat)).truth("status", true).end();
}

/// What already_reserved adds: where the first success led to.
std::string seat_members(const join_answer& answer) {
  std::string out = ",\"seat\":";
  json::object seat{out};
  seat.number("id", raw(answer.seat)).truth("status", true).end();
  json::append(out += ",\"sequence\":", answer.sequence);
  return out;
}

complaint refused(const join_answer& answer) {
  complaint no{answer.no};
  if (answer.no == refusal::already_reserved)
    no.members = seat_members(answer);
  if (answer.no == refusal::duplicate) {
    if (answer.guard_seconds >= 0) {
      no.retry_after = static_cast<unsigned>(std::max<std::int64_t>(answer.guard_seconds, 1));
      json::append(no.members += ",\"userTtlRemaining\":", answer.guard_seconds);
    } else {
      no.detail = "this user or address tried already";
    }
  }
  return no;
}

} // namespace

verdict<std::string, complaint> read_user(const settings& how, const request& from) {
  const auto& header = how.fcfs.user_header;
  const auto user = trimmed(from.header(header));
  if (user.empty())
    return complaint{trouble::missing_user, "send the header " + header};
  const auto length = json::count_characters(user);
  if (!length || *length > user_length_max)
    return complaint{trouble::validation, header + " must be UTF-8 of at most "
                                              + std::to_string(user_length_max) + " characters"};
  return std::string{user};
}

verdict<join, complaint> parse_join(const settings& how, const request& from) {
  const auto user = read_user(how, from);
  if (!user)
    return user.error();
  if (const auto no = check_subject(how, from, *user))
    return *no;
  if (const auto no = check_json(from))
    return *no;
  const auto body = json::parse_body(from.body);
  if (!body)
    return body.error();
  json::reader in{*body};
  join wish;
  wish.user = *user;
  wish.address = from.peer;
  wish.name = in.text("user_name", 1, name_length_max);
  wish.phone = in.text("phone", phone_length_min, phone_length_max);
  if (!in.is_good())
    return in.error();
  if (!from.at_app_port)
    return wish;
  const auto sequence = parse_decimal(trimmed(from.header(sequence_header)), id_max);
  if (!sequence || *sequence == 0)
    return complaint{trouble::validation,
                     "X-Fcfs-Seq must be the gateway's sequence number, a positive integer"};
  wish.foreign_sequence = *sequence;
  return wish;
}

response print_join(const request& from, const join_answer& answer) {
  response out;
  if (answer.no != refusal::none) {
    out = print_complaint(from, refused(answer));
  } else {
    json::object body{out.body};
    body.truth("success", true);
    print_seat(body, answer.seat);
    body.number("remainingSeats", answer.remaining);
    if (answer.guard_seconds >= 0)
      body.number("userTtlRemaining", answer.guard_seconds);
    body.number("sequence", answer.sequence).end();
  }
  if (answer.sequence != 0)
    out.headers.append(sequence_header).append(": ").append(std::to_string(answer.sequence))
        += "\r\n";
  return out;
}

net::awaitable<response> join_seat(context& with, const request& from) {
  using clock = std::chrono::steady_clock;
  const bool is_wrapped = wants_wrap(from);
  const auto start = is_wrapped ? clock::now() : clock::time_point{};
  wrap_facts facts;
  response out;
  if (const auto wish = parse_join(with.how, from); !wish) {
    out = print_complaint(from, wish.error());
  } else {
    const auto answer = co_await ask<join_answer>(with, with.doors.gate, *wish);
    out = answer ? print_join(from, *answer) : print_fault(with, from, answer.error());
    if (answer)
      facts.sequence = answer->sequence;
  }
  if (is_wrapped) {
    if (const auto user = read_user(with.how, from))
      facts.user = *user;
    facts.elapsed = std::chrono::duration_cast<milliseconds>(clock::now() - start);
    wrap(out, from, facts);
  }
  co_return out;
}

} // namespace frontrow::http::fcfs
