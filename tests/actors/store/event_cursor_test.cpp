#include "actors/store/event_cursor.hpp"

#include "actors/store/partition.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;

TEST_CASE("event cursor: reads what it prints") {
  const auto check = [](const std::vector<std::uint64_t>& positions, const std::string& text) {
    CHECK(event_cursor{positions}.print() == text);
    CHECK(event_cursor::parse(text) == event_cursor{positions});
  };
  check({}, "0");
  check({12}, "12");
  check({12, 0, 33}, "12-0-33");
  check({0, 5}, "0-5");
  check({9'223'372'036'854'775'807u}, "9223372036854775807");
}

TEST_CASE("event cursor: zeros say nothing") {
  CHECK(event_cursor{{12, 0, 0}} == event_cursor{{12}});
  CHECK(event_cursor::parse("0-0-0") == event_cursor{});
  CHECK(event_cursor::parse("007") == event_cursor{{7}});
}

TEST_CASE("event cursor: whatever else is no cursor") {
  for (const auto text : {"", "-", "-1", "1-", "1--2", "x", "1-x", "1 ", " 1", "+1", "1.5",
                          "9223372036854775808", "99999999999999999999"})
    CHECK_FALSE(event_cursor::parse(text));
  std::string many = "1";
  for (std::uint32_t n = 1; n < partitions_max; ++n)
    many += "-1";
  CHECK(event_cursor::parse(many));
  CHECK_FALSE(event_cursor::parse(many + "-1"));
}

TEST_CASE("event cursor: moves on, never back") {
  event_cursor at;
  at.move(2, 7);
  CHECK(at.print() == "0-0-7");
  at.move(2, 6);
  CHECK(at.at(2) == 7);
  at.move(2, 8);
  at.move(0, 1);
  CHECK(at.print() == "1-0-8");
  CHECK(at.at(99) == 0);
}
