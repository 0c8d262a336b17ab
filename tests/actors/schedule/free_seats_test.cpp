#include "actors/schedule/free_seats.hpp"

#include "actors/base/ensure.hpp"
#include "tests/actors/samples.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace frontrow;
using namespace frontrow::test;

// Goal: the tree of bits answers as a set of numbers does, at every size where it grows a level.
TEST_CASE("free seats: answers like a set") {
  const auto count = GENERATE(1u, 63u, 64u, 65u, 4'095u, 4'096u, 4'097u, 1'000'000u);
  INFO("count " << count << ", seed " << count);
  dice chance{count};
  free_seats seats{count};
  std::set<std::uint32_t> expected;
  CHECK(seats.lowest() == std::nullopt);
  for (int i = 0; i < 20'000; ++i) {
    // Both ends and a few neighbours, so that small sets come to be empty again.
    const auto reach = std::min<std::uint64_t>(count, 200);
    const auto near = static_cast<std::uint32_t>(1 + chance.roll(reach));
    const auto seat = chance.one_in(2) ? near : count - near + 1;
    if (chance.one_in(2)) {
      seats.set(seat_id{seat}, true);
      expected.insert(seat);
    } else {
      seats.set(seat_id{seat}, false);
      expected.erase(seat);
    }
    REQUIRE(seats.is_free(seat_id{seat}) == expected.contains(seat));
    const auto lowest = seats.lowest();
    REQUIRE(lowest.has_value() == !expected.empty());
    if (lowest)
      REQUIRE(raw(*lowest) == *expected.begin());
  }
}

TEST_CASE("free seats: taken from the lowest, all come once and in order") {
  const auto count = GENERATE(1u, 63u, 64u, 65u, 4'096u, 300'000u);
  free_seats seats{count};
  for (std::uint32_t i = 1; i <= count; ++i)
    seats.set(seat_id{i}, true);
  std::uint32_t taken = 0;
  while (const auto lowest = seats.lowest()) {
    if (raw(*lowest) != ++taken)
      FAIL("seat " << raw(*lowest) << " came as number " << taken);
    seats.set(*lowest, false);
  }
  CHECK(taken == count);
}

TEST_CASE("free seats: there is no seat 0, and none beyond") {
  free_seats seats{64};
  CHECK_THROWS_AS(seats.set(seat_id{0}, true), broken_invariant);
  CHECK_THROWS_AS(seats.set(seat_id{128}, true), broken_invariant);
  CHECK_FALSE(seats.is_free(seat_id{0}));
  CHECK_FALSE(seats.is_free(seat_id{4'000'000}));
}
