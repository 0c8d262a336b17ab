#include "actors/queue/waiting_room.hpp"

#include "tests/actors/samples.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

/// A room over a store that saves everything at once, with ten in line behind two.
struct bench {
  bench() {
    for (std::uint64_t n = 1; n <= 12; ++n)
      room.enter(user_id{n}, {n, n}, now, rows);
    save();
  }
  void tick(milliseconds later = 0ms) {
    now += later;
    room.tick(now, rows);
    save();
  }
  void end(std::uint64_t user) {
    room.end(user_id{user}, rows);
    save();
  }
  void save() {
    room.settle(rows);
    rows.clear();
  }

  instant now = noon;
  std::vector<row> rows;
  waiting_room room{
      evening,
      {.active_max = 2, .batch = 100, .token_life = 12h, .session_life = 10min, .claim = 60s},
      {}};
};

} // namespace

TEST_CASE("waiting room: a paused one lets nobody in, and goes on where it was") {
  bench at;
  at.room.steer({.is_paused = true}, 5);
  at.tick();
  CHECK(at.room.active() == 2);
  at.room.steer({}, 5);
  at.tick();
  CHECK(at.room.active() == 5);
  CHECK(at.room.look({3, 3}, {}, at.now).is_active);
  CHECK(at.room.look({6, 6}, {}, at.now).position == 1);
}

TEST_CASE("waiting room: a lower capacity sends nobody out, and lets nobody in before it is kept") {
  bench at;
  at.room.steer({}, 4);
  at.tick();
  REQUIRE(at.room.active() == 4);
  at.room.steer({}, 2);
  at.tick();
  CHECK(at.room.active() == 4);
  CHECK(at.room.ceiling() == 4);
  at.end(1);
  at.tick();
  CHECK(at.room.active() == 3);
  CHECK(at.room.ceiling() == 3);
  at.end(2);
  at.end(3);
  at.tick();
  CHECK(at.room.active() == 2);
  CHECK(at.room.ceiling() == 2);
}

TEST_CASE("waiting room: no more a second than the rule allows, whatever room there is") {
  bench at;
  at.room.steer({.is_paused = false, .per_second = 2}, 100);
  at.tick();
  CHECK(at.room.active() == 4); // a second's worth at once
  at.tick(499ms);
  CHECK(at.room.active() == 4);
  at.tick(1ms);
  CHECK(at.room.active() == 5);
  at.tick(10s);
  CHECK(at.room.active() == 7); // what was not used is not saved up
  at.room.steer({}, 100);
  at.tick();
  CHECK(at.room.waiting() == 0);
}

TEST_CASE("waiting room: who comes while it is slowed waits, though there is room") {
  bench at;
  at.room.steer({.is_paused = false, .per_second = 10}, 100);
  at.tick();
  REQUIRE(at.room.waiting() == 0);
  at.room.enter(user_id{99}, {99, 99}, at.now, at.rows);
  at.save();
  CHECK(at.room.look({99, 99}, {}, at.now).position == 1);
}

TEST_CASE("waiting room: counts who gives up before his turn, and nobody else") {
  bench at;
  CHECK(at.room.abandoned_ever() == 0);
  CHECK(at.room.leave({5, 5}, {}, at.now, at.rows) == refusal::none);
  at.end(1);
  CHECK(at.room.abandoned_ever() == 1);
}
