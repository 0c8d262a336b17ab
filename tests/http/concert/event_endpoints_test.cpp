#include "http/concert/event_endpoints.hpp"

#include "actors/store/cloud_event.hpp"
#include "tests/http/support/caller.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace frontrow;
using namespace frontrow::test;

namespace {

placed_event preempted(std::uint64_t position, std::uint32_t partition = 0) {
  placed_event placed;
  placed.partition = partition;
  placed.position = position;
  auto& what = placed.what;
  what.is = event::kind::reservation_preempted;
  what.sequence = 1;
  what.at = noon();
  what.user = user_id{101};
  what.reservation = reservation_id{12345};
  what.schedule = schedule_id{500};
  what.seat = seat_id{25};
  what.amount = 150'000;
  return placed;
}

http::response read(caller& server, std::string query) {
  return server.call(http::concert::read_events, get("/api/events?" + query));
}

} // namespace

TEST_CASE("an event is a CloudEvent") {
  CHECK(print_cloud_event(preempted(7))
        == R"({"specversion":"1.0","id":"7","source":"/frontrow",)"
           R"("type":"reservation.preempted","subject":"reservation/0000000000C1S",)"
           R"("time":"2024-01-01T12:00:00.000Z","datacontenttype":"application/json",)"
           R"("sequence":1,"partition":0,"position":7,"data":{"userId":101,)"
           R"("reservationId":"0000000000C1S","scheduleId":500,"seatId":25,"amount":150000}})");
}

TEST_CASE("every kind of event has its type and subject") {
  using kind = event::kind;
  const auto [is, type, subject] = GENERATE(table<kind, std::string, std::string>({
      {kind::reservation_preempted, "reservation.preempted", "reservation/0000000000C1S"},
      {kind::reservation_confirmed, "reservation.confirmed", "reservation/0000000000C1S"},
      {kind::reservation_expired, "reservation.expired", "reservation/0000000000C1S"},
      {kind::reservation_cancelled, "reservation.cancelled", "reservation/0000000000C1S"},
      {kind::point_charged, "point.charged", "wallet/101"},
      {kind::point_used, "point.used", "wallet/101"},
      {kind::point_refunded, "point.refunded", "wallet/101"},
      {kind::seat_booked, "seat.booked", "seat/500/25"},
  }));
  auto placed = preempted(1);
  placed.what.is = is;
  const auto said = nlohmann::json::parse(print_cloud_event(placed));
  CHECK(said["type"] == type);
  CHECK(said["subject"] == subject);
}

TEST_CASE("a page of events says where the next begins") {
  caller server;
  server.says.events = {{{preempted(8), preempted(9)}}};
  const auto said = nlohmann::json::parse(read(server, "after=7&limit=2&wait=3").body);
  CHECK(said["events"].size() == 2);
  CHECK(said["next"] == "9");
  CHECK(server.says.asked_events.after == event_cursor{{7}});
  CHECK(server.says.asked_events.limit == 2);
  CHECK(server.says.asked_events.wait == std::chrono::seconds{3});
}

TEST_CASE("with several partitions the cursor tells them all, and ids do not repeat") {
  caller server;
  server.says.events = {{{preempted(8), preempted(3, 2), preempted(4, 2)}}};
  const auto said = nlohmann::json::parse(read(server, "after=7-5").body);
  CHECK(said["next"] == "8-5-4");
  CHECK(server.says.asked_events.after == event_cursor{{7, 5}});
  CHECK(said["events"][0]["id"] == "8");
  CHECK(said["events"][1]["id"] == "2-3");
  CHECK(said["events"][1]["partition"] == 2);
  CHECK(said["events"][1]["position"] == 3);
}

TEST_CASE("a stream of several partitions goes on where it was left") {
  caller server;
  server.says.events = {{{preempted(8), preempted(3, 1)}}};
  auto from = get("/api/events");
  from.with("Accept", "text/event-stream").with("Last-Event-ID", "7-2");
  auto out = server.call(http::concert::read_events, from);
  CHECK(server.next(out)
        == "id: 8-2\ndata: " + print_cloud_event(preempted(8))
               + "\n\nid: 8-3\ndata: " + print_cloud_event(preempted(3, 1)) + "\n\n");
  CHECK(server.says.asked_events.after == event_cursor{{7, 2}});
}

TEST_CASE("an empty page leads back to itself") {
  caller server;
  CHECK(read(server, "after=7").body == R"({"events":[],"next":"7"})");
  CHECK(server.says.asked_events.limit == 100);
  CHECK(server.says.asked_events.wait == std::chrono::seconds{0});
  CHECK(read(server, "").body == R"({"events":[],"next":"0"})");
}

TEST_CASE("a wish for events that cannot be is a 400") {
  caller server;
  for (const auto bad : {"after=x", "after=-1", "after=1-", "after=1-x", "limit=0", "limit=1001",
                         "wait=16", "wait=x"})
    CHECK(read(server, bad).status == 400);
}

TEST_CASE("events are streamed to whoever accepts a stream") {
  caller server;
  server.says.events = {{{preempted(8)}}, {}};
  auto from = get("/api/events?after=3");
  from.with("Accept", "text/event-stream").with("Last-Event-ID", "7");
  auto out = server.call(http::concert::read_events, from);
  CHECK(out.content_type == "text/event-stream");
  CHECK(server.next(out) == "id: 8\ndata: " + print_cloud_event(preempted(8)) + "\n\n");
  CHECK(server.says.asked_events.after == event_cursor{{7}});
  CHECK(server.next(out) == "event: ping\ndata: {}\n\n");
  CHECK(server.says.asked_events.after == event_cursor{{8}});
  CHECK(server.says.asked_events.wait == std::chrono::seconds{15});
}
