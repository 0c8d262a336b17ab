#include "http/concert/seat_endpoints.hpp"

#include "tests/http/support/caller.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace http::concert;

namespace {

constexpr auto document
    = R"({"scheduleId":500,"version":7,"available":1,"seats":[{"seatId":1},{"seatId":2}]})";

void fill(caller& server) {
  server.says.seats.version = 7;
  server.says.seats.available = 1;
  server.says.seats.seats = printed({R"({"seatId":1})", R"({"seatId":2})"});
}

http::response list(caller& server, std::string_view condition) {
  auto from = get("/api/schedules/500/seats");
  from.argument("500");
  if (!condition.empty())
    from.with("If-None-Match", condition);
  return server.call(list_seats, from);
}

} // namespace

TEST_CASE("the seat list is the schedule's pieces between brackets") {
  caller server;
  fill(server);
  const auto out = list(server, {});
  CHECK(body_of(out) == document);
  CHECK(header_of(out, "ETag") == "\"7\"");
  CHECK(out.pieces == server.says.seats.seats);
  CHECK_FALSE(server.says.asked_seats.as_fcfs);
}

TEST_CASE("who knows this version gets no list") {
  caller server;
  fill(server);
  for (const auto known : {"\"7\"", "W/\"7\"", "\"6\", \"7\"", "*"}) {
    const auto out = list(server, known);
    CHECK(out.status == 304);
    CHECK(out.content_type.empty());
    CHECK(body_of(out).empty());
    CHECK(header_of(out, "ETag") == "\"7\"");
  }
  CHECK(list(server, "\"7\"").status == 304);
  CHECK(server.says.asked_seats.known_version == 7);
  for (const auto other : {"\"6\"", "nonsense", "\"x\""})
    CHECK(list(server, other).status == 200);
}

TEST_CASE("a schedule that is not there is not found") {
  caller server;
  server.says.seats.no = refusal::schedule_not_found;
  CHECK(list(server, {}).status == 404);
  CHECK(server.call(list_seats, get("/api/schedules/x/seats").argument("x")).status == 400);
}

TEST_CASE("a stream is a snapshot, then numbered changes, then a snapshot after a gap") {
  caller server;
  fill(server);
  server.says.changes = {
      {refusal::none,
       false,
       {{8, seat_id{2}, seat_row::phase::held}, {9, seat_id{2}, seat_row::phase::sold}}},
      {},
      {refusal::none, true, {}},
  };
  auto out = server.call(stream_seats, get("/api/schedules/500/seats/stream").argument("500"));
  CHECK(out.content_type == "text/event-stream");
  CHECK(out.body == "retry: 1000\n\n");
  const auto snapshot = "id: 7\nevent: snapshot\ndata: " + std::string{document} + "\n\n";
  CHECK(server.next(out) == snapshot);
  CHECK(server.next(out)
        == "id: 8\nevent: change\ndata: {\"version\":8,\"seatId\":2,\"status\":\"HELD\"}\n\n"
           "id: 9\nevent: change\ndata: {\"version\":9,\"seatId\":2,\"status\":\"SOLD\"}\n\n");
  CHECK(server.says.asked_changes.after == 7);
  CHECK(server.next(out) == "event: ping\ndata: {}\n\n");
  CHECK(server.says.asked_changes.after == 9);
  CHECK(server.next(out) == snapshot);
}

TEST_CASE("a stream resumes after the last change that arrived") {
  caller server;
  fill(server);
  server.says.changes = {{refusal::none, false, {{6, seat_id{1}, seat_row::phase::open}}}};
  auto from = get("/api/schedules/500/seats/stream");
  from.argument("500").with("Last-Event-ID", "5");
  auto out = server.call(stream_seats, from);
  CHECK(server.next(out)
        == "id: 6\nevent: change\ndata: {\"version\":6,\"seatId\":1,\"status\":\"AVAILABLE\"}\n\n");
  CHECK(server.says.asked_changes.after == 5);
}
