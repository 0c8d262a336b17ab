#include "http/routes.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace frontrow::http;

namespace {

std::vector<route> all_routes() {
  static context with;
  return routes(with);
}

/// Operators', or theirs whom they let look.
bool is_operators(const route& each) {
  return each.who == caller::operators || each.who == caller::readers;
}

} // namespace

TEST_CASE("no route stands twice, and each has a name of its own") {
  std::set<std::pair<beast::http::verb, std::string>> calls;
  std::set<std::string> names;
  for (const auto& each : all_routes()) {
    INFO(each.path);
    CHECK(calls.insert({each.method, each.path}).second);
    CHECK(names.insert(each.name).second);
    CHECK(each.answer);
  }
}

TEST_CASE("the operator's calls are the operator's") {
  const std::set<std::string> wanted{
      "fcfs_reset",    "concert_create", "schedule_create", "outbox_replay",   "outbox_discard",
      "cluster_drain", "cluster_move",   "admin_queue",     "admin_passivate", "admin_replay"};
  for (const auto& each : all_routes())
    CHECK((each.who == caller::operators) == wanted.contains(each.name));
}

TEST_CASE("whoever may only look changes nothing") {
  for (const auto& each : all_routes()) {
    INFO(each.name);
    if (each.who == caller::readers)
      CHECK(each.method == beast::http::verb::get);
  }
}

TEST_CASE("the app port is the FCFS back end and nothing else") {
  const std::set<std::string> wanted{"fcfs_join", "fcfs_seats", "fcfs_seat"};
  const std::set<std::string> health{"livez", "readyz", "health", "healthz"};
  for (const auto& each : all_routes()) {
    CHECK((each.where == ports::gateway_and_app) == wanted.contains(each.name));
    CHECK((each.where == ports::all) == health.contains(each.name));
    CHECK(each.where != ports::app);
  }
}

TEST_CASE("what is the operator's is at the admin port, and the metrics are there too") {
  for (const auto& each : all_routes()) {
    INFO(each.name);
    CHECK((each.where == ports::admin)
          == (is_operators(each) || each.name == "metrics" || each.name == "page_console"));
    CHECK((each.where == ports::gateway_and_admin) == (each.name == "asset"));
  }
}

TEST_CASE("no cache keeps what speaks of one person, or is for operators") {
  for (const auto& each : all_routes()) {
    INFO(each.path);
    const bool is_of_one = each.path.starts_with("/api/users/")
                           || each.path.starts_with("/api/reservations")
                           || each.path.starts_with("/api/queue/") || each.path == "/fcfs/join"
                           || is_operators(each);
    CHECK(each.is_personal == is_of_one);
  }
}

TEST_CASE("what finishes something goes before what begins something") {
  for (const auto& each : all_routes())
    if (each.name == "confirm" || each.name == "cancel" || each.name == "queue_leave")
      CHECK(each.how == urgency::urgent);
    else if (each.name == "reserve" || each.name == "fcfs_join" || each.name == "queue_enter")
      CHECK(each.how == urgency::normal);
}
