#include "http/text/times.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::http;
using namespace std::chrono_literals;

namespace {

constexpr instant noon = std::chrono::sys_days{std::chrono::year{2024} / 1 / 1} + 12h;

} // namespace

TEST_CASE("a zone is UTC or a fixed offset") {
  CHECK(parse_zone("UTC") == zone_offset{0});
  CHECK(parse_zone("+09:00") == zone_offset{9h});
  CHECK(parse_zone("-03:30") == -zone_offset{3h + 30min});
  CHECK(parse_zone("+18:00") == zone_offset{18h});
  for (const auto bad : {"", "+9:00", "+0900", "Asia/Seoul", "+18:01", "+09:60", "09:00", "+ab:cd"})
    CHECK_FALSE(parse_zone(bad));
}

TEST_CASE("times are local, without zone, to the whole second below") {
  CHECK(print_local(noon, 0min) == "2024-01-01T12:00:00");
  CHECK(print_local(noon + 999ms, 0min) == "2024-01-01T12:00:00");
  CHECK(print_local(noon - 1ms, 0min) == "2024-01-01T11:59:59");
  CHECK(print_local(noon, 9h) == "2024-01-01T21:00:00");
  CHECK(print_local(noon, 13h) == "2024-01-02T01:00:00");
  CHECK(print_local(noon, -13h) == "2023-12-31T23:00:00");
  CHECK(print_local(instant{}, -1h) == "1969-12-31T23:00:00");
}

TEST_CASE("events carry UTC to the millisecond") {
  CHECK(print_utc(noon + 7ms) == "2024-01-01T12:00:00.007Z");
  CHECK(print_utc(noon - 1ms) == "2024-01-01T11:59:59.999Z");
}

TEST_CASE("a time in a request is local unless it says its zone") {
  CHECK(parse_time("2024-01-01T12:00:00", 0min) == noon);
  CHECK(parse_time("2024-01-01T12:00", 0min) == noon);
  CHECK(parse_time("2024-01-01T12:00:00.999", 0min) == noon);
  CHECK(parse_time("2024-01-01T21:00:00", 9h) == noon);
  CHECK(parse_time("2024-01-01T12:00:00Z", 9h) == noon);
  CHECK(parse_time("2024-01-01T21:00:00+09:00", 0min) == noon);
  CHECK(parse_time("2024-02-29T00:00:00", 0min));
}

TEST_CASE("what is no time is none") {
  for (const auto bad :
       {"", "2024-01-01", "2024-01-01 12:00:00", "2024-13-01T12:00:00", "2023-02-29T12:00:00",
        "2024-01-01T24:00:00", "2024-01-01T12:60:00", "2024-01-01T12:00:60", "24-01-01T12:00:00",
        "2024-01-01T12:00:00.", "2024-01-01T12:00:00UTC", "2024-01-01T12:00:00+25:00",
        "2024-01-01T12:00:00 ", "1969-12-31T23:59:59", "2024-01-01T", "2024-01-01T1", "20240101"})
    CHECK_FALSE(parse_time(bad, 0min));
  CHECK_FALSE(parse_time("1970-01-01T00:00:00", 9h));
}

TEST_CASE("a countdown counts the begun second") {
  CHECK(seconds_until(noon, noon) == 0);
  CHECK(seconds_until(noon, noon + 1ms) == 0);
  CHECK(seconds_until(noon + 1ms, noon) == 1);
  CHECK(seconds_until(noon + 300s, noon) == 300);
}
