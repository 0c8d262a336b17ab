#include "http/concert/queue_endpoints.hpp"

#include "http/concert/queue_token.hpp"
#include "http/json/print.hpp"
#include "http/json/reader.hpp"
#include "http/server/query.hpp"
#include "http/stream.hpp"
#include "http/text/headers.hpp"
#include "http/text/ids.hpp"

namespace frontrow::http::concert {
namespace {

/// Which place in which line a request is about.
struct held_place {
  schedule_id id{};
  shown_token token;
};

/// Puts what `text` says into the member `name`, unless it is there already.
void add_member(json::value& into, std::string_view name, std::optional<std::string> text) {
  if (!text || json::find(into, name))
    return;
  json::value held;
  held.is = json::value::kind::text;
  held.text = std::move(*text);
  into.members.push_back({std::string{name}, std::move(held)});
}

/// Names and values of query and body together: the query's first.
verdict<json::value, complaint> gather(const request& from) {
  json::value all;
  all.is = json::value::kind::object;
  for (const auto name : {"userId", "scheduleId"})
    add_member(all, name, query_value(from.query, name));
  if (trimmed(from.body).empty())
    return all;
  if (media_type(from.header("Content-Type")) == "application/x-www-form-urlencoded") {
    for (const auto name : {"userId", "scheduleId"})
      add_member(all, name, query_value(from.body, name));
    return all;
  }
  if (auto no = check_json(from)) {
    no->detail = "send application/json or application/x-www-form-urlencoded";
    return *no;
  }
  const auto body = json::parse_body(from.body);
  if (!body)
    return body.error();
  for (const auto& each : body->members)
    if (!json::find(all, each.name))
      all.members.push_back(each);
  return all;
}

verdict<held_place, complaint> parse_place(const context& with, const request& from) {
  const auto schedule = parse_decimal(query_value(from.query, "scheduleId").value_or(""), id_max);
  if (!schedule || *schedule == 0)
    return complaint{trouble::validation,
                     "scheduleId in the query must be a positive integer below 2^63"};
  const auto token = read_token(with, from, schedule_id{*schedule});
  if (!token)
    return token.error();
  return held_place{schedule_id{*schedule}, *token};
}

response print_standing(const context& with, const request& from, const queue_ticket& ticket) {
  if (ticket.no != refusal::none)
    return print_complaint(from, ticket.no);
  response out;
  out.body = print_ticket(ticket, with.zone, with.now());
  return out;
}

std::string status_event(const context& with, const queue_ticket& ticket) {
  std::string out;
  append_event(out, {}, "status", print_ticket(ticket, with.zone, with.now()));
  return out;
}

/// How far one stream has come.
struct progress {
  watch_queue last;
  bool is_over = false;
};

/// The event after the last: waits for the next change of the standing.
net::awaitable<std::optional<std::string>> next_status(context& with,
                                                       std::shared_ptr<progress> at) {
  if (at->is_over)
    co_return std::nullopt;
  const auto ticket
      = co_await ask<queue_ticket>(with, with.doors.queues, at->last, long_poll_patience);
  if (!ticket)
    co_return std::nullopt;
  if (ticket->no != refusal::none) {
    at->is_over = true;
    co_return last_words(ticket->no);
  }
  if (ticket->standing == at->last.seen)
    co_return ping();
  at->last.seen = ticket->standing;
  co_return status_event(with, *ticket);
}

} // namespace

verdict<enter_queue, complaint> parse_enter(const context& with, const request& from) {
  const auto body = gather(from);
  if (!body)
    return body.error();
  json::reader in{*body};
  enter_queue wish{schedule_id{in.id("scheduleId")}, user_id{in.id("userId")}, {}, {}};
  if (!in.is_good())
    return in.error();
  if (const auto no = check_identity(with, from, wish.user))
    return *no;
  // Somebody else's is no reason to refuse: he asks for his own.
  if (const auto token = read_token(with, from, wish.id); token && token->place.user == wish.user) {
    wish.token = token->id;
    wish.place = token->place;
  }
  return wish;
}

std::string print_ticket(const queue_ticket& ticket, zone_offset zone, instant now) {
  std::string out;
  json::object body{out};
  body.text("queueStatus", ticket.is_active ? "ACTIVE" : "WAIT");
  if (!ticket.is_active)
    body.number("estimatedWaitTime", ticket.wait_seconds);
  body.text("serverTime", print_local(now, zone));
  if (!ticket.is_active)
    body.number("position", ticket.position);
  if (ticket.claim_seconds > 0)
    body.number("claimInSeconds", ticket.claim_seconds);
  body.text("expiresAt", print_local(ticket.expires_at, zone))
      .number("pollAfterSeconds", ticket.poll_seconds)
      .end();
  return out;
}

net::awaitable<response> enter(context& with, const request& from) {
  const auto wish = parse_enter(with, from);
  if (!wish)
    co_return print_complaint(from, wish.error());
  const auto ticket = co_await ask<queue_ticket>(with, with.doors.queues, *wish);
  if (!ticket)
    co_return print_fault(with, from, ticket.error());
  auto out = print_standing(with, from, *ticket);
  if (ticket->no == refusal::none)
    out.headers += print_cookie(with, wish->id, *ticket);
  co_return out;
}

net::awaitable<response> read_status(context& with, const request& from) {
  const auto place = parse_place(with, from);
  if (!place)
    co_return print_complaint(from, place.error());
  const ask_queue wish{place->id, place->token.id, from.caller, place->token.place};
  const auto ticket = co_await ask<queue_ticket>(with, with.doors.queues, wish);
  if (!ticket)
    co_return print_fault(with, from, ticket.error());
  auto out = print_standing(with, from, *ticket);
  // Who was sent to the end of the line holds a token that says otherwise.
  if (ticket->no == refusal::none && wish.place && wish.place.place != ticket->place.place)
    out.headers += print_cookie(with, place->id, *ticket);
  co_return out;
}

net::awaitable<response> stream_status(context& with, const request& from) {
  const auto place = parse_place(with, from);
  if (!place)
    co_return print_complaint(from, place.error());
  watch_queue wish{place->id, place->token.id, from.caller, 0, place->token.place};
  const auto ticket = co_await ask<queue_ticket>(with, with.doors.queues, wish);
  if (!ticket)
    co_return print_fault(with, from, ticket.error());
  if (ticket->no != refusal::none)
    co_return print_complaint(from, ticket->no);
  wish.seen = ticket->standing;
  const auto at = std::make_shared<progress>(progress{wish});
  co_return stream_response(status_event(with, *ticket),
                            [&with, at] { return next_status(with, at); });
}

net::awaitable<response> leave(context& with, const request& from) {
  const auto place = parse_place(with, from);
  if (!place)
    co_return print_complaint(from, place.error());
  const leave_queue wish{place->id, place->token.id, from.caller, place->token.place};
  const auto ticket = co_await ask<queue_ticket>(with, with.doors.queues, wish);
  if (!ticket)
    co_return print_fault(with, from, ticket.error());
  // A token that has ended holds no place any more, which is what was asked for.
  if (ticket->no != refusal::none && ticket->no != refusal::token_expired)
    co_return print_complaint(from, ticket->no);
  response out;
  out.status = 204;
  out.content_type = {};
  out.headers = print_no_cookie();
  co_return out;
}

} // namespace frontrow::http::concert
