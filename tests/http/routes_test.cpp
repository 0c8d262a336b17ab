#include "http/routes.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace frontrow::http;

TEST_CASE("no route stands twice, and each has a name of its own") {
  std::set<std::pair<beast::http::verb, std::string_view>> calls;
  std::set<std::string_view> names;
  for (const auto& each : call_rows()) {
    INFO(each.pattern);
    CHECK(calls.insert({each.verb, each.pattern}).second);
    CHECK(names.insert(each.name).second);
    CHECK(each.answer);
  }
}

TEST_CASE("the operator's calls are the operator's") {
  const std::set<std::string_view> wanted{"fcfs_reset", "concert_create", "schedule_create",
                                          "events"};
  for (const auto& each : call_rows())
    CHECK((each.who == audience::operators) == wanted.contains(each.name));
}

TEST_CASE("the app port is the FCFS back end and nothing else") {
  const std::set<std::string_view> wanted{"fcfs_join", "fcfs_seats", "fcfs_seat", "livez",
                                          "readyz",    "health",     "healthz"};
  for (const auto& each : call_rows())
    CHECK((each.where == reach::both) == wanted.contains(each.name));
}

TEST_CASE("what finishes something goes before what begins something") {
  for (const auto& each : call_rows())
    if (each.name == "confirm" || each.name == "cancel" || each.name == "queue_leave")
      CHECK(each.how == priority::urgent);
    else if (each.name == "reserve" || each.name == "fcfs_join" || each.name == "queue_enter")
      CHECK(each.how == priority::normal);
}
