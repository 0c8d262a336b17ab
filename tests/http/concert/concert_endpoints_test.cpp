#include "http/concert/concert_endpoints.hpp"

#include "tests/http/support/caller.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace http::concert;

namespace {

constexpr auto plan = R"({"startsAt":"2024-06-01T19:00:00","saleOpensAt":"2024-01-01T12:00:00",)"
                      R"("saleClosesAt":"2024-06-01T18:00:00","maxConcurrentUser":100,)"
                      R"("sections":[{"name":"R","rows":2,"seatsPerRow":10,"price":150000}]})";

nlohmann::json said(const http::response& out) {
  return nlohmann::json::parse(out.body);
}

http::response create(caller& server, std::string body) {
  return server.call(create_schedule_call,
                     post("/api/concerts/3/schedules", std::move(body)).argument("3"));
}

} // namespace

TEST_CASE("a concert is made of title and artist") {
  caller server;
  server.says.concert = {concert_id{3}, "Night", "Band", noon()};
  const auto out = server.call(create_concert_call,
                               post("/api/concerts", R"({"title":"Night","artist":"Band"})"));
  CHECK(out.status == 201);
  CHECK(header_of(out, "Location") == "/api/concerts/3");
  CHECK(out.body
        == R"({"concertId":3,"title":"Night","artist":"Band","createdAt":"2024-01-01T12:00:00"})");
  CHECK(server.says.asked_concert.title == "Night");
  for (const std::string& bad : {std::string{"{}"}, std::string{R"({"title":"","artist":"B"})"},
                                 std::string{R"({"title":"T"})"},
                                 R"({"title":")" + std::string(201, 'x') + R"(","artist":"B"})"})
    CHECK(server.call(create_concert_call, post("/api/concerts", bad)).status == 400);
}

TEST_CASE("a schedule is made from its plan") {
  caller server;
  server.says.created.facts.id = schedule_id{600};
  server.says.created.seats = 20;
  const auto out = create(server, plan);
  CHECK(out.status == 201);
  CHECK(header_of(out, "Location") == "/api/schedules/600");
  CHECK(said(out)["scheduleId"] == 600);
  CHECK(said(out)["seats"] == 20);
  const auto& asked = server.says.asked_schedule.facts;
  CHECK(asked.concert == concert_id{3});
  CHECK(asked.sale_opens_at == noon());
  CHECK(asked.concurrent_user_max == 100);
  REQUIRE(asked.sections.size() == 1);
  CHECK(asked.sections[0].name == "R");
  CHECK(asked.sections[0].price == 150'000);
}

TEST_CASE("a plan may be just rows and seats, without a sale window") {
  caller server;
  CHECK(create(server, R"({"startsAt":"2024-06-01T19:00:00","maxConcurrentUser":0,)"
                       R"("rows":3,"seatsPerRow":4,"price":0})")
            .status
        == 201);
  const auto& asked = server.says.asked_schedule.facts;
  CHECK(asked.sale_opens_at == instant{});
  CHECK(asked.sections[0].rows == 3);
  CHECK(asked.sections[0].seats_per_row == 4);
}

TEST_CASE("a plan that cannot be is a 400 that names the member") {
  const auto [member, value, detail] = GENERATE(table<std::string, std::string, std::string>({
      {"/startsAt", "null", "startsAt is missing"},
      {"/startsAt", "\"tomorrow\"", "startsAt must be a time"},
      {"/startsAt", "7", "startsAt must be a string"},
      {"/saleOpensAt", "\"2024-06-01T18:00:00\"", "saleOpensAt must be before saleClosesAt"},
      {"/maxConcurrentUser", "-1", "maxConcurrentUser must be"},
      {"/maxConcurrentUser", "1000001", "maxConcurrentUser must be"},
      {"/sections", "[]", "sections must be an array of 1 to 100"},
      {"/sections/0/name", "\"\"", "sections[0].name must be"},
      {"/sections/0/rows", "0", "sections[0].rows must be"},
      {"/sections/0/rows", "1.5", "sections[0].rows must be"},
      {"/sections/0/seatsPerRow", "1000000", "not have more than 1000000 seats"},
      {"/sections/0/price", "1000000001", "sections[0].price must be"},
  }));
  auto body = nlohmann::json::parse(plan);
  body[nlohmann::json::json_pointer{member}] = nlohmann::json::parse(value);
  caller server;
  const auto out = create(server, body.dump());
  CHECK(out.status == 400);
  CHECK_THAT(said(out)["detail"].get<std::string>(), Catch::Contains(detail));
}

TEST_CASE("concerts and schedules are shown") {
  caller server;
  server.says.concert = {concert_id{3}, "Night", "Band", noon()};
  CHECK(said(server.call(list_concerts_call, get("/api/concerts")))["concerts"].size() == 1);

  schedule_row facts;
  facts.id = schedule_id{500};
  facts.concert = concert_id{3};
  facts.starts_at = noon();
  facts.sections = {{"R", 5, 10, 150'000}};
  server.says.concert_found = {refusal::none, server.says.concert, {facts}};
  const auto concert = said(server.call(read_concert_call, get("/api/concerts/3").argument("3")));
  CHECK(concert["schedules"][0]["scheduleId"] == 500);
  CHECK(concert["schedules"][0]["seats"] == 50);

  server.says.schedule = {refusal::none, facts, 50, 49};
  CHECK(server.call(read_schedule_call, get("/api/schedules/500").argument("500")).body
        == R"({"scheduleId":500,"concertId":3,"startsAt":"2024-01-01T12:00:00",)"
           R"("maxConcurrentUser":0,"sections":[{"name":"R","rows":5,"seatsPerRow":10,)"
           R"("price":150000}],"seats":50,"available":49})");
}

TEST_CASE("a schedule counts down to its sale, whatever the client's clock says") {
  caller server;
  schedule_row facts;
  facts.sale_opens_at = noon(1'500);
  facts.sale_closes_at = noon(90'000);
  server.says.schedule = {refusal::none, facts, 50, 49};
  const auto shown = [&] {
    return said(server.call(read_schedule_call, get("/api/schedules/500").argument("500")));
  };
  CHECK(shown()["saleOpensInSeconds"] == 2);
  CHECK(shown()["saleClosesInSeconds"] == 90);
  facts.sale_opens_at = noon();
  server.says.schedule.facts = facts;
  CHECK(!shown().contains("saleOpensInSeconds"));
}
