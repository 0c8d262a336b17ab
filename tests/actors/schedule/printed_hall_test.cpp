#include "actors/schedule/hall.hpp"
#include "http/json/parse.hpp"
#include "tests/actors/samples.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
namespace json = frontrow::http::json;

namespace {

seat_row sold(std::uint32_t seat) {
  seat_row s;
  s.schedule = evening;
  s.seat = seat_id{seat};
  s.is = seat_row::phase::sold;
  s.version = 1;
  return s;
}

/// All seats of a printed list, piece by piece.
std::vector<json::value> parse(const printed_seats& seats) {
  std::vector<json::value> all;
  for (const auto& piece : *seats) {
    const auto list = json::parse("[" + *piece + "]");
    REQUIRE(list);
    for (const auto& one : list->items)
      all.push_back(one);
  }
  return all;
}

std::string text_of(const json::value& of, const char* name) {
  const auto* found = json::find(of, name);
  return found == nullptr ? "missing" : found->text;
}

} // namespace

TEST_CASE("printed hall: the concert face's seats are JSON, in order") {
  auto facts = show_of(1);
  facts.sections = {{"A \"quoted\"\\\n\x01", 2, 100, 900}, {"B", 1, 1, 70}};
  hall h{facts, {sold(201)}};
  const auto seats = parse(h.list(false, 0).seats);
  REQUIRE(seats.size() == 201);
  for (std::size_t i = 0; i < seats.size(); ++i)
    REQUIRE(text_of(seats[i], "seatId") == std::to_string(i + 1));
  CHECK(text_of(seats[0], "section") == facts.sections[0].name);
  CHECK(text_of(seats[99], "row") == "1");
  CHECK(text_of(seats[100], "row") == "2");
  CHECK(text_of(seats[199], "price") == "900");
  CHECK(text_of(seats[199], "status") == "AVAILABLE");
  CHECK(text_of(seats[200], "seatNumber") == "201");
  CHECK(text_of(seats[200], "price") == "70");
  CHECK(text_of(seats[200], "status") == "SOLD");
}

TEST_CASE("printed hall: the FCFS face says true when a seat is taken") {
  hall h{show_of(3), {sold(2)}};
  CHECK(*h.list(true, 0).seats->front()
        == R"({"id":1,"status":false},{"id":2,"status":true},{"id":3,"status":false})");
  CHECK(parse(h.list(true, 0).seats).size() == 3);
}

TEST_CASE("printed hall: only touched pieces are printed again") {
  const auto as_fcfs = GENERATE(false, true);
  constexpr auto size = printed_hall::seats_per_piece;
  hall h{show_of(3 * size), {}};
  const auto before = h.list(as_fcfs, 0).seats;
  CHECK(h.list(as_fcfs, 0).seats == before);
  h.learn(sold(size + 1));
  const auto after = h.list(as_fcfs, 0).seats;
  REQUIRE(after->size() == 3);
  CHECK(after->at(0) == before->at(0));
  CHECK(after->at(1) != before->at(1));
  CHECK(after->at(2) == before->at(2));
  CHECK(before->at(1)->find("SOLD") == std::string::npos);
  CHECK(before->at(1)->find("true") == std::string::npos);
}

TEST_CASE("printed hall: who knows the version gets no list, but version 0 is nobody's") {
  hall h{show_of(2), {}};
  CHECK(h.list(false, 0).seats);
  h.learn(sold(1));
  CHECK_FALSE(h.list(false, 1).seats);
  CHECK(h.list(false, 2).seats);
  CHECK(h.list(false, 1).version == 1);
  CHECK(h.list(false, 1).available == 1);
}
