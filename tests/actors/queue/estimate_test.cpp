#include "actors/queue/estimate.hpp"

#include "tests/actors/samples.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

TEST_CASE("estimate: before anything was seen, every session lasts its full life") {
  room_limits limits;
  limits.active_max = 10;
  limits.session_life = 100s;
  CHECK(estimate_wait(1, 0, limits) == 10);
  CHECK(estimate_wait(5, 0, limits) == 50);
  limits.active_max = 0;
  limits.session_life = 0s;
  CHECK(estimate_wait(3, 0, limits) == 3);
}

TEST_CASE("estimate: what was seen counts, and a wait is at least a second") {
  CHECK(estimate_wait(10, 2, {}) == 5);
  CHECK(estimate_wait(11, 2, {}) == 6);
  CHECK(estimate_wait(1, 1'000, {}) == 1);
}

TEST_CASE("estimate: the pace follows the admissions and forgets by half in half a minute") {
  pace p;
  p.see(5, noon);
  CHECK(p.per_second() == 0);
  p.see(65, noon + 30s);
  CHECK(p.per_second() == Approx(1.0));
  p.see(65, noon + 60s);
  CHECK(p.per_second() == Approx(0.5));
  p.see(80, noon + 60s);
  CHECK(p.per_second() == Approx(0.5));
}

TEST_CASE("estimate: asking again is worth while after a tenth of the wait") {
  CHECK(poll_after(1) == 1);
  CHECK(poll_after(19) == 1);
  CHECK(poll_after(50) == 5);
  CHECK(poll_after(1'000'000) == 10);
}
