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

/// A room over a store that saves everything at once.
struct bench {
  explicit bench(room_limits with = limits) : how{with}, room{evening, with, {}} {}

  token_row enter(std::uint64_t user, std::uint64_t n) {
    const auto got = room.enter(user_id{user}, token(n), now, rows);
    save();
    return got;
  }
  refusal use(std::uint64_t user, std::uint64_t n) {
    const auto no = room.use(token(n), user_id{user}, now, rows).no;
    save();
    return no;
  }
  void tick() {
    room.tick(now, rows);
    save();
  }
  void save() {
    room.settle(rows);
    rows.clear();
  }
  /// The position while waiting; 0 when ACTIVE.
  std::uint64_t place(std::uint64_t n) {
    const auto s = room.look(token(n), {}, now);
    CHECK(s.no == refusal::none);
    CHECK(s.is_active == (s.position == 0));
    return s.position;
  }
  refusal no(std::uint64_t n) { return room.look(token(n), {}, now).no; }

  room_limits how;
  instant now = noon;
  waiting_room room;
  std::vector<row> rows;
};

} // namespace

TEST_CASE("waiting room: who comes while there is room is ACTIVE at once, others wait in order") {
  bench at;
  for (std::uint64_t n = 1; n <= 5; ++n)
    at.enter(n, n);
  CHECK(at.place(1) == 0);
  CHECK(at.place(2) == 0);
  CHECK(at.place(3) == 1);
  CHECK(at.place(4) == 2);
  CHECK(at.place(5) == 3);
}

TEST_CASE("waiting room: asking again gives the same token and place") {
  bench at;
  for (std::uint64_t n = 1; n <= 4; ++n)
    at.enter(n, n);
  CHECK(at.enter(4, 99).token == token(4));
  CHECK(at.place(4) == 2);
  CHECK(at.no(99) == refusal::token_unknown);
}

TEST_CASE("waiting room: nobody overtakes the line when a slot is free") {
  bench at;
  for (std::uint64_t n = 1; n <= 3; ++n)
    at.enter(n, n);
  at.room.end(user_id{1}, at.rows);
  at.enter(4, 4);
  CHECK(at.place(4) == 2);
  at.tick();
  CHECK(at.place(3) == 0);
  CHECK(at.place(4) == 1);
}

TEST_CASE("waiting room: a tick admits no more than its batch") {
  auto with = limits;
  with.active_max = 10;
  with.batch = 2;
  bench at{with};
  for (std::uint64_t n = 1; n <= 15; ++n)
    at.enter(n, n);
  for (std::uint64_t n = 1; n <= 5; ++n)
    at.room.end(user_id{n}, at.rows);
  at.tick();
  CHECK(at.place(12) == 0);
  CHECK(at.place(13) == 1);
  CHECK(at.room.active() == 7);
}

TEST_CASE("waiting room: use") {
  bench at;
  for (std::uint64_t n = 1; n <= 3; ++n)
    at.enter(n, n);
  CHECK(at.use(1, 1) == refusal::none);
  CHECK(at.use(3, 3) == refusal::token_waiting);
  CHECK(at.use(2, 1) == refusal::token_mismatch);
  CHECK(at.use(1, 9) == refusal::token_unknown);
  CHECK(at.use(1, 0) == refusal::token_missing);
  at.room.end(user_id{1}, at.rows);
  CHECK(at.use(1, 1) == refusal::token_expired);
}

TEST_CASE("waiting room: an ACTIVE token not used in time waits again at the end of the line") {
  bench at;
  for (std::uint64_t n = 1; n <= 4; ++n)
    at.enter(n, n);
  CHECK(at.use(1, 1) == refusal::none);
  at.now += 60s - 1ms;
  at.tick();
  CHECK(at.place(2) == 0);
  at.now += 1ms;
  at.tick();
  CHECK(at.place(1) == 0);
  CHECK(at.place(3) == 0);
  CHECK(at.place(4) == 1);
  CHECK(at.place(2) == 2);
  CHECK(at.enter(2, 99).token == token(2));
}

TEST_CASE("waiting room: an unused slot that nobody wants is kept for another round") {
  bench at;
  at.enter(1, 1);
  at.now += 60s;
  at.tick();
  CHECK(at.place(1) == 0);
  at.enter(2, 2);
  CHECK(at.use(2, 2) == refusal::none);
  at.enter(3, 3);
  at.now += 60s;
  at.tick();
  CHECK(at.place(3) == 0);
  CHECK(at.place(1) == 1);
}

TEST_CASE("waiting room: a session ends after its life, and a token after its own") {
  bench at;
  for (std::uint64_t n = 1; n <= 3; ++n)
    at.enter(n, n);
  CHECK(at.use(1, 1) == refusal::none);
  CHECK(at.use(2, 2) == refusal::none);
  at.now += 10min - 1ms;
  CHECK(at.use(1, 1) == refusal::none);
  at.now += 1ms;
  CHECK(at.use(1, 1) == refusal::token_expired);
  at.tick();
  CHECK(at.place(3) == 0);
  CHECK(at.use(3, 3) == refusal::none);

  bench full;
  for (std::uint64_t n = 1; n <= 3; ++n)
    full.enter(n, n);
  full.now += 12h;
  CHECK(full.no(3) == refusal::token_expired);
  CHECK(full.enter(3, 33).token == token(33));
}

TEST_CASE("waiting room: leaving gives the place up") {
  bench at;
  for (std::uint64_t n = 1; n <= 4; ++n)
    at.enter(n, n);
  CHECK(at.room.leave(token(3), user_id{4}, at.now, at.rows) == refusal::token_mismatch);
  CHECK(at.room.leave(token(3), {}, at.now, at.rows) == refusal::none);
  CHECK(at.no(3) == refusal::token_unknown);
  CHECK(at.place(4) == 1);
  CHECK(at.room.leave(token(1), user_id{1}, at.now, at.rows) == refusal::none);
  at.tick();
  CHECK(at.place(4) == 0);
}

TEST_CASE("waiting room: an admission is told only when its own row is saved") {
  bench at;
  for (std::uint64_t n = 1; n <= 2; ++n)
    at.enter(n, n);
  std::vector<row> entry, admission;
  at.room.enter(user_id{3}, token(3), at.now, entry);
  at.room.end(user_id{1}, at.rows);
  at.room.tick(at.now, admission);
  // The entry's commit comes back while the admission is on its way.
  at.room.settle(entry);
  CHECK(at.place(3) == 1);
  CHECK(at.use(3, 3) == refusal::token_waiting);
  CHECK(at.room.active() == 2);
  at.room.settle(admission);
  CHECK(at.place(3) == 0);
}

TEST_CASE("waiting room: an entry that could not be saved leaves nothing behind") {
  bench at;
  at.enter(1, 1);
  at.room.enter(user_id{2}, token(2), at.now, at.rows);
  at.room.forget(token(2));
  at.rows.clear();
  CHECK(at.no(2) == refusal::token_unknown);
  CHECK(at.room.active() == 1);
  CHECK(at.enter(2, 22).token == token(22));
  CHECK(at.place(22) == 0);
}

TEST_CASE("waiting room: a token that ran out at the end of the line is never admitted") {
  auto with = limits;
  with.active_max = 1;
  with.token_life = 90s;
  bench at{with};
  at.enter(1, 1);
  at.now += 50s;
  at.enter(2, 2);
  at.now += 10s;
  at.tick(); // 1 did not claim: it stands behind 2 now, with the older token
  CHECK(at.place(1) == 1);
  at.now += 30s;
  at.room.end(user_id{2}, at.rows);
  const auto before = at.room.admitted_ever();
  at.tick();
  CHECK(at.room.admitted_ever() == before);
  CHECK(at.room.active() == 0);
  CHECK(at.no(1) == refusal::token_expired);
}

TEST_CASE("waiting room: forgets what is over") {
  bench at;
  for (std::uint64_t n = 1; n <= 3; ++n)
    at.enter(n, n);
  for (std::uint64_t n = 1; n <= 2; ++n)
    at.room.end(user_id{n}, at.rows);
  CHECK_FALSE(at.room.is_empty());
  at.now += 13h;
  at.tick();
  CHECK(at.room.is_empty());
}
