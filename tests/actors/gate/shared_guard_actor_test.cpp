#include "actors/gate/gate_actor.hpp"
#include "actors/programme/programme_actor.hpp"
#include "tests/actors/doors.hpp"
#include "tests/support/fake_guard.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

settings fcfs_settings_of(milliseconds user_ttl) {
  settings how;
  how.fcfs.schedule = raw(evening);
  how.fcfs.user_ttl = user_ttl;
  return how;
}

join by(std::string user, std::string address = {}) {
  join j;
  j.address = address.empty() ? "of " + user : address;
  j.user = std::move(user);
  return j;
}

struct bench : doors {
  explicit bench(std::uint32_t seats = 9, milliseconds user_ttl = 900s)
      : doors{show_of(seats), fcfs_settings_of(user_ttl)} {
    put({concert_row{concert_id{1}, "Title", "Artist", noon}});
    auto with_guard = std::make_shared<backstage>(*stage);
    guard = spawn(keep_fake_guard, redis);
    with_guard->guard = guard;
    stage = with_guard;
    open_gate();
  }
  void open_gate() {
    programme = spawn(keep_programme, stage, schedules);
    gate = spawn(keep_gate, stage, schedule_actor{schedules}, programme);
  }
  void restart_all() {
    caf::anon_send_exit(gate, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(programme, caf::exit_reason::user_shutdown);
    restart();
    open_gate();
  }
  auto joining(const join& what) { return ask<join_answer>(gate, what); }
  auto joined(const join& what) { return answer<join_answer>(gate, what); }
  std::size_t bookings() { return read(load_bookings{evening}).size(); }

  std::shared_ptr<fake_guard> redis = std::make_shared<fake_guard>();
  void answer_all() {
    caf::anon_send(guard, say_all{});
    settle();
  }
  fake_guard_actor guard;
  programme_actor programme;
  gate_actor gate;
};

} // namespace

TEST_CASE("shared guard: who is let in has a guard, a number and a seat; a duplicate has neither") {
  bench at{2};
  const auto a = at.joined(by("a"));
  CHECK(a->no == refusal::none);
  CHECK(a->sequence == 1);
  CHECK(a->guard_seconds == 900);
  const auto again = at.joined(by("a"));
  CHECK(again->no == refusal::duplicate);
  CHECK(again->guard_seconds == 900);
  CHECK(again->sequence == 0);
  CHECK(at.joined(by("b", "of a"))->no == refusal::duplicate);
  CHECK(at.joined(by("b"))->sequence == 2);
  CHECK(at.joined(by("c"))->no == refusal::sold_out);
}

TEST_CASE("shared guard: of one user's attempts at once, one is let in") {
  bench at;
  auto first = at.joining(by("a", "1.1.1.1"));
  auto second = at.joining(by("a", "2.2.2.2"));
  auto third = at.joining(by("b", "1.1.1.1"));
  at.settle();
  CHECK((**first)->no == refusal::none);
  CHECK((**second)->no == refusal::duplicate);
  CHECK((**third)->no == refusal::duplicate);
}

TEST_CASE("shared guard: it lives shortly until its attempt has won, unless its life is short") {
  const auto ttl = GENERATE(as<milliseconds>{}, 900s, 0s, 10s);
  bench at{9, ttl};
  at.redis->is_slow = true;
  auto a = at.joining(by("a"));
  at.settle();
  REQUIRE(at.redis->guards.contains("a"));
  CHECK(at.redis->guards["a"].life == std::min(ttl == 0s ? 900s : ttl, milliseconds{30s}));
  at.answer_all();
  REQUIRE((**a)->no == refusal::none);
  CHECK(at.redis->guards["a"].life == ttl);
  CHECK(at.redis->guards["/of a"].life == ttl);
}

TEST_CASE("shared guard: an attempt that ends in anything but success leaves none behind") {
  bench at{1};
  at.hold(ann, 1);
  CHECK(at.joined(by("a"))->no == refusal::sold_out);
  CHECK(at.redis->guards.empty());
  at.wait(5min);
  at.fault = commit_fault::before;
  CHECK_FALSE(at.joined(by("a")));
  CHECK(at.redis->guards.empty());
  at.fault = commit_fault::none;
  at.wait(2s);
  CHECK(at.joined(by("a"))->no == refusal::none);
}

TEST_CASE("shared guard: what it cannot do lets nobody through, and in again afterwards") {
  bench at;
  const auto [fault, why] = GENERATE(
      table<guard_fault, guard_failure>({{guard_fault::away, guard_failure::unavailable},
                                         {guard_fault::lost, guard_failure::unavailable},
                                         {guard_fault::failed, guard_failure::failed},
                                         {guard_fault::no_number, guard_failure::no_number}}));
  REQUIRE(at.joined(by("winner"))->no == refusal::none);
  at.redis->fault = fault;
  CHECK(at.joined(by("a")).error() == why);
  CHECK(at.joined(by("winner")).error() == why);
  CHECK(at.bookings() == 1);
  at.redis->heal();
  CHECK(at.joined(by("a"))->no == refusal::none);
  CHECK(at.joined(by("winner"))->no == refusal::duplicate);
  CHECK(at.bookings() == 2);
}

TEST_CASE("shared guard: a winner whose guard was forgotten is known from the store") {
  bench at;
  REQUIRE(at.joined(by("a"))->no == refusal::none);
  if (GENERATE(false, true))
    at.restart_all();
  at.redis->forget_all();
  for (int i = 0; i < 2; ++i) {
    const auto again = at.joined(by("a", "elsewhere"));
    CHECK(again->no == refusal::already_reserved);
    CHECK(again->seat == seat_id{1});
    CHECK(again->sequence == 1);
  }
  CHECK(at.redis->guards.empty());
  CHECK(at.redis->number == 0);
}

TEST_CASE("shared guard: a number above what is durable waits until it is") {
  bench at;
  at.redis->number = 1'000;
  const auto a = at.joined(by("a"));
  CHECK(a->sequence == 1'001);
  CHECK(at.read(load_counter{sequence_counter}) >= 1'001);
  at.redis->number = 100'000;
  at.fault = commit_fault::full;
  CHECK(at.joined(by("b")).error() == store_failure::full);
  CHECK_FALSE(at.redis->guards.contains("b"));
  at.fault = commit_fault::none;
  CHECK(at.joined(by("b"))->sequence == 100'002);
}

TEST_CASE("shared guard: whatever it forgets, numbers grow; also over a crash") {
  bench at;
  REQUIRE(at.joined(by("a"))->sequence == 1);
  REQUIRE(at.joined(by("b"))->sequence == 2);
  at.redis->forget_all();
  CHECK(at.joined(by("c"))->sequence == 3);
  const auto ceiling = at.read(load_counter{sequence_counter});
  at.redis->forget_all();
  at.restart_all();
  CHECK(at.joined(by("d"))->sequence == ceiling + 1);
}

TEST_CASE("shared guard: a reset voids guards and ends what was on its way") {
  bench at{2};
  REQUIRE(at.joined(by("a"))->no == refusal::none);
  at.redis->is_slow = true;
  auto late = at.joining(by("b"));
  at.settle();
  const auto made = at.answer<schedule_view>(at.gate, reset_fcfs{3});
  REQUIRE(made->no == refusal::none);
  at.answer_all();
  CHECK((**late).error() == store_failure::unavailable);
  CHECK_FALSE(at.redis->guards.contains("b"));
  const auto again = at.joined(by("a"));
  CHECK(again->no == refusal::none);
  CHECK(again->seat == seat_id{1});
  CHECK(again->sequence == 3);
  CHECK(at.joined(by("b"))->no == refusal::none);
}

TEST_CASE("shared guard: an attempt that outlives its guard keeps its user's next one waiting") {
  bench at;
  at.redis->is_slow = true;
  auto first = at.joining(by("a"));
  at.settle();
  at.redis->guards.clear(); // its life is over
  auto second = at.joining(by("a"));
  at.settle();
  at.answer_all();
  CHECK((**first)->no == refusal::none);
  CHECK((**second)->no == refusal::contention);
  CHECK(at.bookings() == 1);
}

TEST_CASE("shared guard: behind somebody else's gateway it is not asked") {
  bench at;
  at.redis->fault = guard_fault::away;
  auto foreign = by("a");
  foreign.foreign_sequence = 77;
  CHECK(at.joined(foreign)->no == refusal::none);
  CHECK(at.redis->floors.empty());
  at.redis->heal();
  CHECK(at.joined(by("a"))->no == refusal::already_reserved);
}
