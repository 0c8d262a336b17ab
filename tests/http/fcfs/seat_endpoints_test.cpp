#include "http/fcfs/seat_endpoints.hpp"

#include "tests/http/support/caller.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace frontrow;
using namespace frontrow::test;

TEST_CASE("the FCFS list is answered as the document shows") {
  caller server;
  server.says.seats.seats = printed({R"({"id":1,"status":true})", R"({"id":2,"status":false})"});
  const auto out = server.call(http::fcfs::list_seats, get("/api/v1/seats"));
  CHECK(out.status == 200);
  CHECK(body_of(out)
        == R"({"success":true,"seats":[{"id":1,"status":true},{"id":2,"status":false}]})");
}

TEST_CASE("one FCFS seat is answered as the document shows") {
  caller server;
  server.says.seat.seat.seat = seat_id{3};
  server.says.seat.seat.is = GENERATE(seat_row::phase::sold, seat_row::phase::held);
  CHECK(body_of(server.call(http::fcfs::read_seat, get("/api/v1/seats/3").argument("3")))
        == R"({"success":true,"seat":{"id":3,"status":true}})");
  server.says.seat.seat.is = seat_row::phase::open;
  CHECK(body_of(server.call(http::fcfs::read_seat, get("/api/v1/seats/3").argument("3")))
        == R"({"success":true,"seat":{"id":3,"status":false}})");
}

TEST_CASE("a seat that is not there is not found, whatever its name") {
  caller server;
  server.says.seat.no = refusal::seat_not_found;
  for (const auto name : {"10", "0", "-1", "abc", "4294967296", "99999999999999999999"}) {
    const auto out = server.call(http::fcfs::read_seat, get("/api/v1/seats/x").argument(name));
    CHECK(out.status == 404);
    const auto said = nlohmann::json::parse(out.body);
    CHECK(said["success"] == false);
    CHECK(said["reason"] == "not_found");
  }
}

TEST_CASE("the list can be wrapped too") {
  caller server;
  server.says.seats.seats = printed({R"({"id":1,"status":true})", R"({"id":2,"status":false})"});
  const auto said = nlohmann::json::parse(
      body_of(server.call(http::fcfs::list_seats, get("/api/v1/seats?wrap=1"))));
  CHECK(said["sequence"].is_null());
  CHECK(said["user"].is_null());
  CHECK(said["body"]["seats"].size() == 2);
}

TEST_CASE("the app port is no gateway and wraps nothing") {
  caller server;
  auto from = get("/api/v1/seats?wrap=1");
  from.get().at_app_port = true;
  CHECK(body_of(server.call(http::fcfs::list_seats, from)) == R"({"success":true,"seats":[]})");
}

TEST_CASE("a reset asks for that many seats") {
  caller server;
  server.says.schedule.facts.id = schedule_id{502};
  server.says.schedule.seats = 9;
  server.says.schedule.available = 9;
  const auto out
      = server.call(http::fcfs::reset_seats, post("/api/v1/seats/reset", R"({"seat_count":9})"));
  CHECK(out.status == 200);
  CHECK(body_of(out) == R"({"success":true,"scheduleId":502,"seatCount":9,"remainingSeats":9})");
  CHECK(server.says.asked_reset.seats == 9);
  for (const auto bad : {"{}", R"({"seat_count":0})", R"({"seat_count":1000001})",
                         R"({"seat_count":"9"})", R"({"seat_count":1.5})", "", "[]"})
    CHECK(server.call(http::fcfs::reset_seats, post("/api/v1/seats/reset", bad)).status == 400);
}
