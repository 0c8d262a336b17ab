#include "actors/base/house_watch.hpp"
#include "actors/base/inside_messages.hpp"
#include "actors/base/tap_board.hpp"
#include "http/admin/console.hpp"
#include "http/admin/view.hpp"

namespace frontrow::http::admin {
namespace {

std::string real(double value) {
  std::string out;
  append_real(out, value);
  return out;
}

void print_node(std::string& out, const context& with, const picture& seen) {
  json::object node{out};
  node.number("node", own_node)
      .text("address", with.how.listen + ':' + std::to_string(with.how.port))
      .text("state", with.unready_reasons().empty() ? "UP" : "NOT_READY")
      .text("startedAt", print_utc(with.console->started_at))
      .number("uptimeSeconds", (seen.at - with.console->started_at).count() / 1'000)
      .raw("cpuShare", real(seen.cpu_share))
      .number("memoryBytes", seen.process.memory)
      .number("threads", seen.process.threads)
      .number("connections", seen.server.connections_open)
      .number("streams", seen.server.streams_open)
      .number("inFlight", seen.server.requests_in_flight)
      .raw("requestsPerSecond", real(seen.requests_per_second))
      .raw("bookingsPerSecond", real(seen.bookings_per_second))
      .raw("paymentsPerSecond", real(seen.payments_per_second));
  print_texts(node.open("reasons"), with.unready_reasons());
  node.text("store", with.how.store)
      .truth("storeFailing", seen.store.is_failing)
      .null("incarnation")
      .null("shards")
      .null("leaseSeconds");
  node.open("links") += "[]";
  node.end();
}

void print_kind(std::string& out, const kind_picture& kind) {
  json::object body{out};
  body.text("kind", actor_kind_names[static_cast<std::size_t>(kind.kind)])
      .number("alive", kind.alive)
      .number("activations", kind.activations)
      .raw("messagesPerSecond", real(kind.per_second))
      .raw("busyShare", real(kind.busy_share))
      .raw("p50Micros", real(kind.p50_micros))
      .raw("p99Micros", real(kind.p99_micros))
      .number("waiting", kind.waiting)
      .number("oldestMillis", kind.oldest.count())
      .number("faults", kind.faults)
      .number("lookedAt", kind.looked_at)
      .end();
}

void print_sighting(std::string& out, const named_sighting& one) {
  json::object body{out};
  body.text("id", print_name(one.kind, one.seen.label))
      .number("waiting", one.seen.waiting)
      .number("oldestMillis", one.seen.oldest.count())
      .raw("messagesPerSecond", real(one.seen.per_second))
      .raw("busyShare", real(one.seen.busy_share))
      .end();
}

void print_fact(std::string& out, const actor_fact& fact) {
  json::object body{out};
  body.text("name", fact.name).text("value", fact.value).end();
}

instant to_instant(std::chrono::system_clock::time_point at) {
  return std::chrono::time_point_cast<milliseconds>(at);
}

void print_message(std::string& out, const tapped_message& one) {
  json::object body{out};
  body.text("at", print_utc(to_instant(one.at)))
      .text("message", one.what)
      .truth("answer", one.is_answer)
      .truth("putOff", one.was_put_off)
      .raw("micros", real(static_cast<double>(one.took.count()) * 1e-3))
      .end();
}

/// An open tap is shown with what came; a closed one is null.
void print_tap(json::object& body, const actor_name& name) {
  const auto came = the_taps.read(name.kind, name.label);
  if (came)
    print_list(body.open("tap"), *came, print_message);
  else
    body.null("tap");
}

void print_inside(json::object& body, const actor_inside& seen) {
  body.truth("alive", true)
      .number("handled", seen.handled)
      .number("waiting", seen.waiting)
      .number("questions", seen.questions)
      .truth("parked", seen.is_parked)
      .truth("canGo", seen.can_go || seen.kind == actor_kind::seat);
  print_list(body.open("facts"), seen.facts, print_fact);
}

} // namespace

net::awaitable<view> see_cluster(context& with, std::string) {
  const auto seen = with.console->looks.look();
  view out;
  json::object body{out.body};
  begin_view(body, seen->at);
  const bool is_cluster = !with.how.cluster.listen.empty();
  body.truth("cluster", is_cluster)
      .text("note", is_cluster ? "this node alone is shown: ask each node at its own port"
                               : "one node, no cluster")
      .raw("span", real(seen->span));
  auto& nodes = body.open("nodes") += '[';
  print_node(nodes, with, *seen);
  nodes += ']';
  body.open("shards") += "[]";
  body.open("moves") += "[]";
  body.end();
  co_return out;
}

net::awaitable<view> see_actors(context& with, std::string) {
  const auto seen = with.console->looks.look();
  view out;
  json::object body{out.body};
  begin_view(body, seen->at);
  body.raw("span", real(seen->span));
  print_list(body.open("kinds"), seen->kinds, print_kind);
  print_list(body.open("busiest"), seen->busiest, print_sighting);
  print_list(body.open("deepest"), seen->deepest, print_sighting);
  body.end();
  co_return out;
}

/// `what` is the actor's name, with "+tap" behind it where its tap shall be open.
net::awaitable<view> see_actor(context& with, std::string what) {
  constexpr std::string_view tapped = "+tap";
  const bool wants_tap = what.ends_with(tapped);
  if (wants_tap)
    what.resize(what.size() - tapped.size());
  view out;
  const auto name = parse_actor_name(what);
  if (!name) {
    out.no = complaint{trouble::validation, "id must be an actor's name, such as seat 500/25"};
    co_return out;
  }
  const auto now = std::chrono::steady_clock::now();
  // Longer than anybody waits: an actor that is slow to hear it must know what it is.
  the_watch.keep_on(now + std::chrono::minutes{1});
  if (wants_tap && !the_taps.open(name->kind, name->label, now)) {
    out.no = complaint{trouble::overloaded, "all taps are in use"};
    co_return out;
  }
  json::object body{out.body};
  begin_view(body, with.now());
  body.text("id", print_name(name->kind, name->label))
      .text("kind", actor_kind_names[static_cast<std::size_t>(name->kind)]);
  const auto alive = find_actor(name->kind, name->label);
  if (!alive) {
    body.truth("alive", false);
  } else {
    const auto whom = caf::actor_cast<caf::actor>(alive);
    const auto found
        = co_await ask<actor_inside>(with, whom, look_inside{}, std::chrono::seconds{1});
    if (found) {
      print_inside(body, *found);
    } else {
      body.truth("alive", true)
          .text("silent", "it did not answer within a second")
          .number("waiting", waiting_for(name->kind, name->label));
      body.open("facts") += "[]";
    }
  }
  print_tap(body, *name);
  body.end();
  co_return out;
}

net::awaitable<view> see_audit(context& with, std::string what) {
  view out;
  const auto lines = co_await ask<std::vector<std::string>>(
      with, with.doors.audit, read_audit{what.empty() ? 100u : 1'000u});
  if (!lines) {
    out.why = lines.error();
    co_return out;
  }
  json::object body{out.body};
  begin_view(body, with.now());
  // Each line is an object already.
  print_list(body.open("entries"), *lines,
             [](std::string& to, const std::string& line) { to += line; });
  body.end();
  co_return out;
}

} // namespace frontrow::http::admin
