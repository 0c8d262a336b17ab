#include "actors/queue/waiting_room.hpp"

#include "tests/actors/samples.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

constexpr room_limits limits{
    .active_max = 2, .batch = 100, .token_life = 12h, .session_life = 10min, .claim = 60s};

token_id token(std::uint64_t n) {
  return {n, n};
}

/// A room that lost places 1 to 999, and with them everybody.
struct bench {
  bool comes_back(std::uint64_t n, trace known = trace::none) {
    const signed_place at{user_id{n}, place_number{n}, noon - 1h};
    if (!room.may_come_back(token(n), at, now))
      return false;
    room.come_back(token(n), at, known, now, rows);
    return true;
  }
  void tick() {
    room.tick(now, rows);
    room.settle(rows);
  }
  /// The position while waiting; 0 when ACTIVE.
  std::uint64_t place(std::uint64_t n) { return room.look(token(n), {}, now).position; }
  refusal no(std::uint64_t n) { return room.look(token(n), {}, now).no; }

  instant now = noon;
  std::vector<row> rows;
  waiting_room room{evening,
                    limits,
                    {},
                    {place_number{1'000}, {{place_number{1}, place_number{1'000}}}, noon + 15s}};
};

} // namespace

TEST_CASE("waiting room: whoever comes back stands where he stood, in whatever order they come") {
  bench at;
  const auto fresh = at.room.enter(user_id{7'000}, token(7'000), at.now, at.rows);
  CHECK(raw(fresh.place) == 1'000);
  for (const auto n : {900u, 20u, 500u, 3u, 21u, 1u})
    CHECK(at.comes_back(n));
  at.tick();
  CHECK(at.room.active() == 0);
  CHECK(at.place(1) == 1);
  CHECK(at.place(3) == 2);
  CHECK(at.place(20) == 3);
  CHECK(at.place(21) == 4);
  CHECK(at.place(900) == 6);
  CHECK(at.place(7'000) == 7);
  at.now += 15s;
  at.tick();
  CHECK(at.room.active() == 2);
  CHECK(at.place(3) == 0);
  CHECK(at.place(20) == 1);
}

TEST_CASE("waiting room: nobody comes back twice, too late, or to a place that was not lost") {
  bench at;
  CHECK_FALSE(at.comes_back(1'000));
  CHECK(at.comes_back(5));
  CHECK_FALSE(at.comes_back(5));
  REQUIRE(at.room.leave(token(5), {}, at.now, at.rows) == refusal::none);
  CHECK_FALSE(at.comes_back(5));
  CHECK(at.no(5) == refusal::token_expired);
  at.now = noon + 11h;
  CHECK_FALSE(at.comes_back(6));
  // Another token says that it has a place that is taken.
  at.now = noon;
  CHECK(at.comes_back(8));
  CHECK_FALSE(at.room.may_come_back(token(9), {user_id{9}, place_number{8}, noon}, at.now));
  CHECK_FALSE(at.room.may_come_back(token(10), {}, at.now));
}

TEST_CASE("waiting room: who holds a seat is ACTIVE at once, as far as there are slots") {
  bench at;
  CHECK(at.comes_back(10, trace::holds_seat));
  CHECK(at.comes_back(11, trace::holds_seat));
  CHECK(at.comes_back(12, trace::holds_seat));
  CHECK_FALSE(at.room.look(token(10), {}, at.now).is_active);
  at.tick();
  CHECK(at.room.active() == 2);
  CHECK(at.room.look(token(10), {}, at.now).is_active);
  CHECK(at.place(12) == 1);
  CHECK(at.room.use(token(11), user_id{11}, at.now, at.rows).no == refusal::none);
}

TEST_CASE("waiting room: a session that was over stays over") {
  bench at;
  CHECK(at.comes_back(10, trace::is_done));
  CHECK(at.no(10) == refusal::token_expired);
  CHECK(at.room.waiting() == 0);
}

TEST_CASE("waiting room: of two tokens of one user the better place counts") {
  bench at;
  at.room.enter(user_id{5}, token(7'000), at.now, at.rows);
  CHECK(at.comes_back(5));
  CHECK(at.no(7'000) == refusal::token_expired);
  CHECK(at.place(5) == 1);
  const signed_place later{user_id{5}, place_number{6}, noon};
  REQUIRE(at.room.may_come_back(token(600), later, at.now));
  at.room.come_back(token(600), later, trace::none, at.now, at.rows);
  CHECK(at.no(600) == refusal::token_expired);
  CHECK(at.place(5) == 1);
  CHECK(at.room.waiting() == 1);
}

TEST_CASE("waiting room: its rows are all that a store needs to make it again") {
  bench at;
  for (const auto n : {900u, 20u, 500u})
    CHECK(at.comes_back(n));
  at.room.enter(user_id{5'000}, token(5'000), at.now, at.rows);
  at.now += 20s;
  at.tick();
  const auto rows = at.room.rows();
  REQUIRE(rows.size() == 4);
  waiting_room again{evening, limits, rows, {at.room.next_place(), at.room.lost(), {}}};
  CHECK(again.rows() == rows);
  CHECK(again.next_place() == at.room.next_place());
  CHECK(again.active() == 2);
  CHECK(again.look(token(5'000), {}, at.now).position == 2);
}
