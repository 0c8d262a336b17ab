#include "http/admin/action_endpoints.hpp"

#include "actors/base/house_watch.hpp"
#include "actors/base/inside_messages.hpp"
#include "actors/base/roll_of_actors.hpp"
#include "http/admin/audit.hpp"
#include "http/admin/view.hpp"
#include "http/json/reader.hpp"

#include <limits>

namespace frontrow::http::admin {
namespace {

/// What an action would do, for people; `what.change` is what has to come back to confirm it.
struct preview {
  deed what;
  std::vector<std::string> effect;
};

/// A body of an action: what it is about, and whether it is confirmed.
struct wish {
  json::value body;
  std::optional<std::string> confirm;
};

verdict<wish, complaint> parse_wish(const request& from) {
  if (const auto no = check_json(from))
    return *no;
  auto body = json::parse_body(from.body);
  if (!body)
    return body.error();
  wish out{*std::move(body), {}};
  json::reader in{out.body};
  out.confirm = in.text_or_none("confirm");
  if (!in.is_good())
    return in.error();
  return out;
}

response print_preview(const context& with, const preview& of) {
  response out;
  out.headers = "Cache-Control: no-store\r\n";
  json::object body{out.body};
  begin_view(body, with.now());
  body.truth("preview", true).text("action", of.what.action).text("target", of.what.target);
  print_texts(body.open("effect"), of.effect);
  body.text("confirm", of.what.change).end();
  return out;
}

response print_done(const context& with, const deed& what, const std::string& came) {
  response out;
  out.headers = "Cache-Control: no-store\r\n";
  json::object body{out.body};
  begin_view(body, with.now());
  body.truth("preview", false)
      .text("action", what.action)
      .text("target", what.target)
      .text("change", what.change)
      .text("came", came)
      .end();
  return out;
}

/// Previews it, or has it done when it is confirmed: `act` gives what came of it. Nothing is done
/// that is not written down.
template <class Act>
net::awaitable<response> carry_out(context& with, const request& from, const wish& given,
                                   const preview& of, Act act) {
  if (!given.confirm)
    co_return print_preview(with, of);
  if (*given.confirm != of.what.change)
    co_return print_complaint(
        from, {trouble::preview_outdated, "it would do something else now: " + of.what.change});
  const auto why = co_await write_down(with, from, of.what, "begins", {});
  if (why)
    co_return print_fault(with, from, why);
  const caf::expected<std::string> came = co_await act();
  const auto told = came ? *came : std::string{};
  // Done or not, it is what it is, whether or not that can be written down.
  co_await write_down(with, from, of.what, came ? "done" : "failed", told);
  co_return came ? print_done(with, of.what, *came) : print_fault(with, from, came.error());
}

std::string pace_text(std::uint64_t per_second) {
  return per_second == 0 ? "as there is room" : std::to_string(per_second) + " a second";
}

verdict<steer_queue, complaint> parse_steering(const json::value& body) {
  constexpr std::int64_t most = 1'000'000;
  json::reader in{body};
  steer_queue m;
  m.id = schedule_id{in.id("schedule")};
  if (const auto doors = in.text_or_none("doors")) {
    if (*doors == "pause")
      m.now = steer_queue::doors::paused;
    else if (*doors == "resume")
      m.now = steer_queue::doors::open;
    else
      in.complain("doors", "must be pause or resume");
  }
  if (in.has("capacity"))
    m.capacity = static_cast<std::uint32_t>(in.whole("capacity", 1, most));
  if (in.has("perSecond"))
    m.per_second = in.whole("perSecond", 0, most);
  if (!in.is_good())
    return in.error();
  return m;
}

/// What it would change, and what comes of that at once.
preview preview_steering(const steer_queue& m, const queue_view& now) {
  using doors = steer_queue::doors;
  preview out{{"queue", "queue " + std::to_string(raw(m.id)), {}}, {}};
  auto& change = out.what.change;
  const auto add = [&](const std::string& part) {
    change += (change.empty() ? "" : ", ") + part;
  };
  const bool is_paused = m.now == doors::as_they_are ? now.is_paused : m.now == doors::paused;
  const auto capacity = m.capacity == 0 ? now.capacity : m.capacity;
  const auto pace = m.per_second < 0 ? now.per_second : static_cast<std::uint64_t>(m.per_second);
  if (is_paused != now.is_paused)
    add(is_paused ? "pause" : "resume");
  if (capacity != now.capacity)
    add("capacity " + std::to_string(now.capacity) + " to " + std::to_string(capacity));
  if (pace != now.per_second)
    add("admit " + pace_text(now.per_second) + " to " + pace_text(pace));
  if (change.empty()) {
    out.effect.emplace_back("Nothing changes: it is like that already.");
    return out;
  }
  if (is_paused)
    out.effect.push_back("Nobody is let in; " + std::to_string(now.waiting)
                         + " waiting keep their places.");
  else if (capacity > now.active)
    out.effect.push_back(
        "Up to " + std::to_string(std::min<std::uint64_t>(capacity - now.active, now.waiting))
        + " of " + std::to_string(now.waiting) + " waiting are let in as their turn comes.");
  else
    out.effect.push_back("Nobody is let in before fewer than " + std::to_string(capacity)
                         + " of the " + std::to_string(now.active) + " ACTIVE are left.");
  out.effect.push_back("The " + std::to_string(now.active) + " ACTIVE now stay so.");
  if (pace > 0)
    out.effect.push_back("No more than " + pace_text(pace) + " are let in.");
  out.effect.emplace_back("It outlasts a restart.");
  return out;
}

net::awaitable<caf::expected<std::string>> steer(context& with, steer_queue m) {
  const auto came = co_await ask<queue_view>(with, with.doors.queues, m);
  if (!came)
    co_return came.error();
  if (m.capacity != 0) {
    caf::anon_send(with.doors.schedules, learn_capacity{m.id, came->capacity});
    caf::anon_send(with.doors.programme, learn_show{m.id, came->capacity});
  }
  co_return std::string{came->is_paused ? "paused" : "open"} + ", capacity "
      + std::to_string(came->capacity) + ", admitting " + pace_text(came->per_second);
}

/// Whom to tell that an actor shall go: a seat's schedule, or itself.
caf::strong_actor_ptr keeper_of(const actor_name& name) {
  return name.kind == actor_kind::seat ? find_actor(actor_kind::schedule, {name.label.first, 0})
                                       : find_actor(name.kind, name.label);
}

bool can_go(actor_kind kind) {
  return kind == actor_kind::seat || kind == actor_kind::schedule || kind == actor_kind::wallet
         || kind == actor_kind::queue;
}

net::awaitable<caf::expected<std::string>> send_off(context& with, actor_name name) {
  const auto whom = keeper_of(name);
  if (!whom)
    co_return std::string{"it was gone already"};
  the_watch.keep_on(std::chrono::steady_clock::now() + std::chrono::minutes{1});
  const auto keeper = caf::actor_cast<caf::actor>(whom);
  const auto goes = co_await ask<bool>(with, keeper, send_away{name.label});
  if (!goes)
    co_return goes.error();
  co_return std::string{*goes ? "it goes" : "it stays: it is in the middle of something"};
}

preview preview_leaving(const actor_name& name, const std::string& printed) {
  preview out{{"passivate", printed, "let " + printed + " go"}, {}};
  out.effect.emplace_back("It ends, and is read back from the store when it is next needed.");
  if (name.kind == actor_kind::seat) {
    out.effect.emplace_back("It stays while it owes an answer or a checkout has it.");
    return out;
  }
  out.effect.push_back(std::to_string(waiting_for(name.kind, name.label))
                       + " messages wait for it now: who sent them is told to try again (503).");
  if (name.kind == actor_kind::schedule)
    out.effect.emplace_back("Its seats go with it; holds go on, and it is back within a second.");
  if (name.kind == actor_kind::queue)
    out.effect.emplace_back("Nobody loses a place. It is back when somebody next asks.");
  return out;
}

} // namespace

net::awaitable<response> steer_waiting_room(context& with, const request& from) {
  const auto given = parse_wish(from);
  if (!given)
    co_return print_complaint(from, given.error());
  const auto m = parse_steering(given->body);
  if (!m)
    co_return print_complaint(from, m.error());
  const auto now = co_await ask<queue_view>(with, with.doors.queues, steer_queue{.id = m->id});
  if (!now)
    co_return print_fault(with, from, now.error());
  if (now->no != refusal::none)
    co_return print_complaint(from, now->no);
  if (now->capacity == 0)
    co_return print_complaint(from, {trouble::validation, "this schedule has no waiting room"});
  const auto of = preview_steering(*m, *now);
  const auto act = [&] {
    return steer(with, *m);
  };
  co_return co_await carry_out(with, from, *given, of, act);
}

net::awaitable<response> passivate(context& with, const request& from) {
  const auto given = parse_wish(from);
  if (!given)
    co_return print_complaint(from, given.error());
  json::reader in{given->body};
  const auto text = in.text("actor", 1, 64);
  const auto name = parse_actor_name(text);
  if (!in.is_good() || !name || !can_go(name->kind))
    co_return print_complaint(
        from, {trouble::validation, "actor must be a seat, schedule, wallet or queue by name"});
  if (!find_actor(name->kind, name->label))
    co_return print_complaint(from, {trouble::not_found, text + " is not alive: it is at rest"});
  const auto of = preview_leaving(*name, print_name(name->kind, name->label));
  const auto act = [&] {
    return send_off(with, *name);
  };
  co_return co_await carry_out(with, from, *given, of, act);
}

net::awaitable<response> replay(context& with, const request& from) {
  const auto given = parse_wish(from);
  if (!given)
    co_return print_complaint(from, given.error());
  if (!with.doors.outbox)
    co_return print_complaint(
        from, {trouble::not_found, "Events are not published: redis.host is not set."});
  json::reader in{given->body};
  const auto subject = in.text("subject", 1, 64);
  if (!in.is_good())
    co_return print_complaint(from, in.error());
  const auto seen = co_await ask<outbox_view>(with, with.doors.outbox, describe_outbox{1'000});
  if (!seen)
    co_return print_fault(with, from, seen.error());
  std::uint64_t meant = 0;
  for (const auto& row : seen->parked)
    meant += row.is == parked_row::state::waiting && (subject == "*" || row.subject == subject);
  preview of{{"replay", subject == "*" ? "all parked events" : subject, "replay " + subject}, {}};
  of.effect.push_back(
      std::to_string(meant)
      + " parked events are published, in order, behind what is published already.");
  of.effect.emplace_back("It stops at the first that the broker refuses again.");
  const auto act = [&]() -> net::awaitable<caf::expected<std::string>> {
    const replay_parked all{subject == "*" ? std::string{} : subject};
    const auto came = co_await ask<parked_outcome>(with, with.doors.outbox, all);
    if (!came)
      co_return came.error();
    co_return std::to_string(came->done) + " published, " + std::to_string(came->waiting)
        + " still waiting" + (came->why.empty() ? "" : ": " + came->why);
  };
  co_return co_await carry_out(with, from, *given, of, act);
}

} // namespace frontrow::http::admin
