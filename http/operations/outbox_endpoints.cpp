#include "http/operations/outbox_endpoints.hpp"

#include "actors/store/cloud_event.hpp"
#include "http/json/print.hpp"
#include "http/json/reader.hpp"

#include <limits>

namespace frontrow::http::operations {
namespace {

constexpr std::uint32_t listed_max = 1'000;
constexpr std::size_t subject_length_max = 64;

std::string_view name_of(outbox_lane::state is) {
  switch (is) {
  case outbox_lane::state::starting:
    return "STARTING";
  case outbox_lane::state::flowing:
    return "FLOWING";
  case outbox_lane::state::away:
    return "AWAY";
  case outbox_lane::state::refusing:
    return "REFUSING";
  }
  return "UNKNOWN";
}

void print_lane(std::string& out, const outbox_lane& lane) {
  json::object body{out};
  body.number("partition", lane.partition)
      .text("stream", lane.stream)
      .text("state", name_of(lane.is))
      .number("published", lane.published)
      .number("last", lane.last)
      .number("lag", std::max(lane.last, lane.published) - lane.published);
  if (lane.oldest != instant{})
    body.text("oldest", print_utc(lane.oldest));
  if (!lane.why.empty())
    body.text("why", lane.why);
  body.end();
}

void print_parked(std::string& out, const parked_row& row) {
  json::object body{out};
  body.number("partition", row.partition)
      .number("position", row.position)
      .text("state", row.is == parked_row::state::waiting ? "PARKED" : "DISCARDED")
      .text("type", type_of(row.kind))
      .text("subject", row.subject)
      .number("sequence", row.sequence)
      .text("why", row.why)
      .text("since", print_utc(row.since))
      .end();
}

void print_list(std::string& out, const auto& all, auto print_one) {
  out += '[';
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i != 0)
      out += ',';
    print_one(out, all[i]);
  }
  out += ']';
}

response print_view(const outbox_view& view) {
  response out;
  out.headers = "Cache-Control: no-store\r\n";
  json::object body{out.body};
  print_list(body.open("streams"), view.lanes, print_lane);
  print_list(body.open("events"), view.parked, print_parked);
  body.number("eventCount", view.parked_count).end();
  return out;
}

response print_outcome(const parked_outcome& came) {
  response out;
  json::object body{out.body};
  body.number("done", came.done).number("waiting", came.waiting);
  if (!came.why.empty())
    body.text("why", came.why);
  body.end();
  return out;
}

complaint no_broker() {
  return {trouble::not_found, "Events are not published: redis.host is not set."};
}

verdict<replay_parked, complaint> parse_replay(const request& from) {
  if (const auto no = check_json(from))
    return *no;
  const auto body = json::parse_body(from.body);
  if (!body)
    return body.error();
  json::reader in{*body};
  const auto subject = in.text_or_none("subject");
  // All is what nobody says by leaving something out.
  if (subject && *subject == "*")
    return replay_parked{};
  if (!subject || subject->empty() || subject->size() > subject_length_max)
    in.complain("subject", "must be an aggregate such as wallet/101, or * for all");
  if (!in.is_good())
    return in.error();
  return replay_parked{*subject};
}

verdict<discard_parked, complaint> parse_discard(const request& from) {
  if (const auto no = check_json(from))
    return *no;
  const auto body = json::parse_body(from.body);
  if (!body)
    return body.error();
  json::reader in{*body};
  discard_parked wish;
  wish.subject = in.text("subject", 1, subject_length_max);
  if (in.has("position")) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    constexpr auto partition_most = std::numeric_limits<std::int32_t>::max();
    wish.position = static_cast<std::uint64_t>(in.whole("position", 1, most));
    wish.partition = static_cast<std::uint32_t>(in.whole("partition", 0, partition_most));
  }
  if (!in.is_good())
    return in.error();
  return wish;
}

} // namespace

net::awaitable<response> read_outbox(context& with, const request& from) {
  if (!with.doors.outbox)
    co_return print_complaint(from, no_broker());
  const auto view = co_await ask<outbox_view>(with, with.doors.outbox, describe_outbox{listed_max});
  co_return view ? print_view(*view) : print_fault(with, from, view.error());
}

net::awaitable<response> replay_outbox(context& with, const request& from) {
  if (!with.doors.outbox)
    co_return print_complaint(from, no_broker());
  const auto wish = parse_replay(from);
  if (!wish)
    co_return print_complaint(from, wish.error());
  const auto came = co_await ask<parked_outcome>(with, with.doors.outbox, *wish);
  co_return came ? print_outcome(*came) : print_fault(with, from, came.error());
}

net::awaitable<response> discard_outbox(context& with, const request& from) {
  if (!with.doors.outbox)
    co_return print_complaint(from, no_broker());
  const auto wish = parse_discard(from);
  if (!wish)
    co_return print_complaint(from, wish.error());
  const auto came = co_await ask<parked_outcome>(with, with.doors.outbox, *wish);
  co_return came ? print_outcome(*came) : print_fault(with, from, came.error());
}

} // namespace frontrow::http::operations
