#include "actors/seat/seat_actor.hpp"

#include "tests/actors/house_bench.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

seat_row row_of_seat() {
  seat_row s;
  s.schedule = evening;
  s.seat = seat_id{7};
  return s;
}

command reserve_by(user_id user, std::string key = "k") {
  command c;
  c.what = operation::reserve;
  c.user = user;
  c.key = std::move(key);
  return c;
}

struct bench : house_bench {
  bench() { seat = revive(false); }

  seat_actor revive(bool is_doubtful) {
    return spawn(keep_seat, stage, is_doubtful ? row_of_seat() : house_bench::seat(7), is_doubtful);
  }
  auto hold(user_id user, std::string key = "k") {
    return answer<seat_answer>(seat, seat_wish{hold_seat{reserve_by(user, std::move(key)), 900}});
  }
  auto prepare(operation what, reservation_id id) {
    command c;
    c.what = what;
    c.reservation = id;
    return answer<prepared_seat>(seat, prepare_seat{evening, seat_id{7}, c});
  }
  auto finish(reservation_id id, settled how) {
    return answer<seat_answer>(seat, seat_wish{finish_seat{id, how}});
  }
  bool is_stopped() { return !answer<seat_answer>(seat, seat_wish{show_seat{}}); }

  seat_actor seat;
};

} // namespace

TEST_CASE("seat actor: nobody sees what is not saved") {
  bench at;
  auto held = at.ask<seat_answer>(at.seat, seat_wish{hold_seat{reserve_by(ann), 900}});
  auto shown = at.ask<seat_answer>(at.seat, seat_wish{show_seat{}});
  at.settle();
  REQUIRE((*held)->value().came.no == refusal::none);
  CHECK((*shown)->value().seat == (*held)->value().seat);
  CHECK(at.house_bench::seat(7) == (*held)->value().seat);
  CHECK(at.read(load_reservation{(*held)->value().came.reservation.id})->user == ann);
}

TEST_CASE("seat actor: of two who want it at once, the first has it") {
  bench at;
  auto first = at.ask<seat_answer>(at.seat, seat_wish{hold_seat{reserve_by(ann), 900}});
  auto second = at.ask<seat_answer>(at.seat, seat_wish{hold_seat{reserve_by(bob), 900}});
  at.settle();
  CHECK((*first)->value().came.no == refusal::none);
  CHECK((*second)->value().came.no == refusal::seat_taken);
}

TEST_CASE("seat actor: a refusal does not reach the store") {
  bench at;
  REQUIRE(at.hold(ann));
  const auto before = at.commits;
  CHECK(at.hold(bob)->came.no == refusal::seat_taken);
  CHECK(at.commits == before);
}

TEST_CASE("seat actor: a known key does nothing and says so") {
  bench at;
  at.put({answer_row{ann, operation::reserve, "k", {}, {}}});
  const auto answer = at.hold(ann);
  CHECK(answer->came.is_key_known);
  CHECK(answer->seat.is == seat_row::phase::open);
  CHECK(at.house_bench::seat(7).version == 0);
  CHECK(at.hold(bob)->came.no == refusal::none);
}

TEST_CASE("seat actor: stops in doubt, and the store tells what came of it") {
  bench at;
  at.fault = GENERATE(commit_fault::before, commit_fault::after, commit_fault::full);
  CHECK_FALSE(at.hold(ann));
  CHECK(at.is_stopped());
  const bool is_there = at.fault == commit_fault::after;
  at.fault = commit_fault::none;
  at.seat = at.revive(true);
  const auto shown = at.answer<seat_answer>(at.seat, seat_wish{show_seat{}});
  REQUIRE(shown);
  CHECK((shown->seat.user == ann) == is_there);
  CHECK(at.hold(bob)->came.no == (is_there ? refusal::seat_taken : refusal::none));
}

TEST_CASE("seat actor: stops when somebody else wrote its row") {
  bench at;
  auto other = row_of_seat();
  other.is = seat_row::phase::sold;
  other.version = 1;
  at.put({other});
  CHECK_FALSE(at.hold(ann));
  CHECK(at.is_stopped());
}

TEST_CASE("seat actor: a restored seat knows its reservation") {
  bench at;
  const auto id = at.hold(ann)->came.reservation.id;
  at.seat = at.revive(GENERATE(false, true));
  const auto half = at.prepare(operation::confirm, id);
  CHECK_FALSE(half->is_stale);
  CHECK(half->reservation.is == reservation_row::state::confirmed);
  CHECK(half->reservation.version == 2);
}

TEST_CASE("seat actor: prepared, it is nobody else's until it is settled") {
  bench at;
  const auto id = at.hold(ann)->came.reservation.id;
  CHECK_FALSE(at.prepare(operation::confirm, id)->is_stale);
  CHECK(at.prepare(operation::cancel, id)->is_stale);
  CHECK(at.hold(bob, "b")->came.no == refusal::seat_taken);
  at.now += 5min;
  CHECK(at.hold(bob, "c")->came.no == refusal::seat_taken);
  at.now -= 5min;
  SECTION("dropped: as before") {
    CHECK(at.finish(id, settled::dropped)->seat.is == seat_row::phase::held);
    CHECK_FALSE(at.prepare(operation::cancel, id)->is_stale);
  }
  SECTION("saved: as prepared") {
    CHECK(at.finish(id, settled::saved)->seat.is == seat_row::phase::sold);
    CHECK(at.prepare(operation::confirm, id)->no == refusal::reservation_confirmed);
  }
  SECTION("doubtful: it stops") {
    CHECK_FALSE(at.finish(id, settled::doubtful));
    CHECK(at.is_stopped());
  }
}

TEST_CASE("seat actor: a checkout that never comes back is forgotten, not believed") {
  bench at;
  const auto id = at.hold(ann)->came.reservation.id;
  REQUIRE(at.prepare(operation::confirm, id));
  at.now += milliseconds{prepared_wait_max_ms} - 1ms;
  CHECK(at.prepare(operation::confirm, id)->is_stale);
  at.now += 1ms;
  CHECK_FALSE(at.prepare(operation::confirm, id));
  CHECK(at.is_stopped());
}

TEST_CASE("seat actor: a checkout that was forgotten and saved all the same is read again") {
  bench at;
  const auto id = at.hold(ann)->came.reservation.id;
  const auto half = at.prepare(operation::confirm, id);
  at.seat = at.revive(true); // its lock ended while the commit was on its way
  at.put(half->save.rows);
  CHECK_FALSE(at.finish(id, settled::saved));
  CHECK(at.is_stopped());
}

TEST_CASE("seat actor: expires only what is due") {
  bench at;
  const auto until = at.hold(ann)->seat.held_until;
  at.now = until - 1ms;
  CHECK(at.answer<seat_answer>(at.seat, seat_wish{expire_seat{}})->came.no == refusal::seat_taken);
  at.now = until;
  CHECK(at.answer<seat_answer>(at.seat, seat_wish{expire_seat{}})->seat.is
        == seat_row::phase::open);
  CHECK(at.events().back().is == event::kind::reservation_expired);
  CHECK(at.hold(bob, "b")->came.no == refusal::none);
}

TEST_CASE("seat actor: a hold that ran out gives way to the next in a write set of its own") {
  bench at;
  const auto first = at.hold(ann)->came.reservation;
  at.now = first.held_until;
  const auto commits = at.commits;
  const auto second = at.hold(bob, "b")->came;
  CHECK(second.no == refusal::none);
  CHECK(at.commits == commits + 2);
  CHECK(at.read(load_reservation{first.id})->is == reservation_row::state::expired);
  CHECK(at.read(load_reservation{second.reservation.id}) == second.reservation);
}

TEST_CASE("seat actor: a hold that ran out and cannot be let go is not given to another") {
  bench at;
  const auto first = at.hold(ann)->came.reservation;
  at.now = first.held_until;
  at.fault = commit_fault::full;
  CHECK_FALSE(at.hold(bob, "b"));
  CHECK(at.is_stopped());
  CHECK(at.read(load_reservation{first.id}) == first);
}
