#include "actors/queue/line.hpp"

#include "actors/base/ensure.hpp"
#include "tests/actors/samples.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace frontrow;
using namespace frontrow::test;

// Goal: the line answers as a sorted set does, wherever its numbers begin and however they jump.
TEST_CASE("line: answers like a set") {
  const auto base
      = GENERATE(std::uint64_t{1}, std::uint64_t{63}, std::uint64_t{64}, std::uint64_t{1} << 40);
  const auto gap = GENERATE(std::uint64_t{1}, std::uint64_t{3}, std::uint64_t{5'000});
  const auto seed = static_cast<unsigned>(base + gap);
  INFO("base " << base << ", gap " << gap << ", seed " << seed);
  dice chance{seed};
  line l;
  std::set<std::uint64_t> expected;
  auto next = base;
  for (int i = 0; i < 3'000; ++i) {
    if (chance.roll(5) < 3 || expected.empty()) {
      l.push(place_number{next});
      expected.insert(next);
      next += 1 + chance.roll(gap);
    } else {
      auto at = expected.lower_bound(base + chance.roll(next - base));
      if (at == expected.end() || chance.one_in(3))
        at = expected.begin();
      l.remove(place_number{*at});
      REQUIRE_FALSE(l.is_waiting(place_number{*at}));
      expected.erase(at);
    }
    REQUIRE(l.size() == expected.size());
    const auto first = l.first();
    REQUIRE(first.has_value() == !expected.empty());
    if (first)
      REQUIRE(raw(*first) == *expected.begin());
    const auto place = base + chance.roll(next - base + 70);
    REQUIRE(l.is_waiting(place_number{place}) == expected.contains(place));
    if (i % 20 == 0)
      REQUIRE(l.ahead_of(place_number{place})
              == std::uint64_t(std::distance(expected.begin(), expected.lower_bound(place))));
  }
}

TEST_CASE("line: nobody stands twice in one place, nor leaves it twice") {
  line l;
  l.push(place_number{70});
  CHECK_THROWS_AS(l.push(place_number{70}), broken_invariant);
  l.remove(place_number{70});
  CHECK_THROWS_AS(l.remove(place_number{70}), broken_invariant);
  CHECK_THROWS_AS(l.remove(place_number{700}), broken_invariant);
}

TEST_CASE("line: begins earlier when somebody comes before all others") {
  const auto seed = GENERATE(1u, 2u, 3u);
  INFO("seed " << seed);
  dice chance{seed};
  line l;
  l.push(place_number{70'000});
  std::set<std::uint64_t> expected{70'000};
  for (int i = 0; i < 2'000; ++i) {
    const auto place = 1 + chance.roll(80'000);
    if (!expected.insert(place).second)
      continue;
    l.push(place_number{place});
    REQUIRE(raw(*l.first()) == *expected.begin());
    const auto some = chance.roll(90'000);
    REQUIRE(l.ahead_of(place_number{some})
            == std::uint64_t(std::distance(expected.begin(), expected.lower_bound(some))));
  }
  REQUIRE(l.size() == expected.size());
  for (const auto place : expected) {
    REQUIRE(raw(*l.first()) == place);
    l.remove(place_number{place});
  }
}
