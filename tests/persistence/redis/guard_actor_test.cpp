#include "persistence/redis/guard_actor.hpp"

#include "tests/persistence/one_thread.hpp"
#include "tests/support/private_redis.hpp"

#include <catch2/catch.hpp>

namespace frontrow::redis {

namespace {

using namespace std::chrono_literals;
using test::private_redis;

constexpr schedule_id evening{7};

guard_owner owner(std::string user, std::string address = {}, schedule_id schedule = evening) {
  static int marks = 0;
  return {std::move(user), std::move(address), schedule, "m" + std::to_string(++marks)};
}

struct bench : test::one_thread {
  explicit bench(guard_limits limits = {}) {
    how = server.settings();
    how.prefix = "p:";
    how.timeout = milliseconds{200};
    guard = spawn(keep_guards, guard_tools{how, &seen, limits});
  }
  auto taking(const guard_owner& who, milliseconds life = 900s, std::uint64_t floor = 0) {
    return ask<guard_view>(guard, take_guard{who, life, floor});
  }
  auto taken(const guard_owner& who, milliseconds life = 900s, std::uint64_t floor = 0) {
    return answer<guard_view>(guard, take_guard{who, life, floor});
  }
  auto look(const guard_owner& who) { return answer<guard_view>(guard, look_at_guard{who}); }
  template <class Message>
  void tell(Message what) {
    caf::anon_send(guard, std::move(what));
    settle();
  }
  std::int64_t ttl(const char* key) { return direct.ask({"PTTL", key}).integer; }
  bool has(const char* key) { return direct.ask({"EXISTS", key}).integer == 1; }
  /// Lets probes go by until Redis is there again.
  void await_return() {
    while (!seen.guard.is_up)
      pass(1s);
    settle();
  }

  private_redis server;
  redis_settings how;
  figures seen;
  connection direct{server.settings()};
  guard_shell guard;
};

TEST_CASE("a guard is set for user and address in one step, with a number") {
  bench at;
  CHECK(at.taken(owner("a", "1.1.1.1"))->number == 1);
  CHECK(at.ttl("p:fcfs:user:a") > 890'000);
  CHECK(at.ttl("p:fcfs:ip:1.1.1.1") > 890'000);
  const auto other = at.taken(owner("b", "1.1.1.1"));
  CHECK(other->no == refusal::duplicate);
  CHECK(other->left > 890s);
  CHECK_FALSE(at.has("p:fcfs:user:b"));
  CHECK(at.taken(owner("a", "2.2.2.2"))->no == refusal::duplicate);
  CHECK(at.taken(owner("b"))->number == 2);
  CHECK(at.taken(owner("c"), 0ms)->number == 3);
  CHECK(at.ttl("p:fcfs:user:c") == -1);
  CHECK(at.taken(owner("c"))->left < 0ms);
}

TEST_CASE("looking takes nothing") {
  bench at;
  CHECK(at.look(owner("a"))->no == refusal::none);
  CHECK_FALSE(at.has("p:fcfs:user:a"));
  CHECK_FALSE(at.has("p:fcfs:seq"));
  (void)at.taken(owner("a"));
  CHECK(at.look(owner("a"))->no == refusal::duplicate);
}

TEST_CASE("only its own mark keeps or releases a guard") {
  bench at;
  const auto ours = owner("a", "1.1.1.1");
  const auto other = owner("a", "1.1.1.1");
  REQUIRE(at.taken(ours, 30s)->number == 1);
  at.tell(release_guard{other});
  at.tell(keep_guard{other, 900s});
  CHECK(at.ttl("p:fcfs:user:a") <= 30'000);
  at.tell(keep_guard{ours, 900s});
  CHECK(at.ttl("p:fcfs:user:a") > 890'000);
  CHECK(at.ttl("p:fcfs:ip:1.1.1.1") > 890'000);
  at.tell(keep_guard{ours, 0ms});
  CHECK(at.ttl("p:fcfs:user:a") == -1);
  at.tell(release_guard{ours});
  CHECK_FALSE(at.has("p:fcfs:user:a"));
  CHECK_FALSE(at.has("p:fcfs:ip:1.1.1.1"));
}

TEST_CASE("a guard of another schedule is void, one of somebody else's is not") {
  bench at;
  REQUIRE(at.taken(owner("a"))->number == 1);
  CHECK(at.taken(owner("a", {}, schedule_id{8}))->number == 2);
  at.direct.ask({"SET", "p:fcfs:user:b", "1"});
  CHECK(at.taken(owner("b"))->no == refusal::duplicate);
}

TEST_CASE("many that gather travel in one round trip, and are answered in their order") {
  bench at;
  std::vector<decltype(at.taking({}))> places;
  for (int i = 0; i < 100; ++i)
    places.push_back(at.taking(owner("u" + std::to_string(i))));
  const auto trips = [&] {
    std::uint64_t sum = 0;
    for (const auto& n : at.seen.guard.round_trips)
      sum += n;
    return sum;
  };
  const auto begin = trips();
  at.settle();
  CHECK(trips() - begin <= 3); // one finds that the script is missing, one loads it
  for (std::size_t i = 0; i < places.size(); ++i)
    CHECK((**places[i])->number == i + 1);
}

TEST_CASE("past the limit an attempt is refused at once") {
  bench at{{.batch_max = 2, .waiting_max = 3, .owed_max = 1}};
  std::vector<decltype(at.taking({}))> places;
  for (int i = 0; i < 5; ++i)
    places.push_back(at.taking(owner("u" + std::to_string(i))));
  at.settle();
  for (std::size_t i = 0; i < places.size(); ++i)
    if (i < 3)
      CHECK((**places[i])->number == i + 1);
    else
      CHECK((**places[i]).error() == guard_failure::overloaded);
  CHECK(at.taken(owner("late"))->number == 4);
}

TEST_CASE("numbers are above the floor, and go on above the highest after Redis lost them") {
  bench at;
  std::uint64_t told = 0;
  at.seen.guards.on_restored = [&](std::uint64_t number) {
    told = number;
  };
  CHECK(at.taken(owner("a"), 900s, 41)->number == 42);
  CHECK(told == 42);
  CHECK(at.taken(owner("b"))->number == 43);
  at.direct.ask({"FLUSHALL"});
  CHECK(at.taken(owner("c"))->number == 44);
  CHECK(told == 44);
  at.direct.ask({"SET", "p:fcfs:seq", "10"});
  CHECK(at.taken(owner("d"))->number == 45);
  at.direct.ask({"SET", "p:fcfs:seq", "100"});
  CHECK(at.taken(owner("e"))->number == 101);
  CHECK(at.seen.guards.restorations == 3);
}

TEST_CASE("a number that came twice within one round trip is taken again") {
  bench at;
  REQUIRE(at.taken(owner("a"), 900s, 50)->number == 51);
  // As if Redis had forgotten after this was sent with the floor of then.
  const auto late = owner("b");
  at.direct.ask({"EVAL", "redis.call('SET', 'p:fcfs:seq', '51') return 1", "0"});
  auto first = at.taking(late);
  auto second = at.taking(owner("c"));
  at.settle();
  CHECK((**first)->number == 52);
  CHECK((**second)->number == 53);
}

TEST_CASE("what cannot be numbered is not guarded") {
  bench at;
  at.direct.ask({"SET", "p:fcfs:seq", "many"});
  CHECK(at.taken(owner("a", "1.1.1.1")).error() == guard_failure::no_number);
  CHECK_FALSE(at.has("p:fcfs:user:a"));
  CHECK_FALSE(at.has("p:fcfs:ip:1.1.1.1"));
  at.direct.ask({"LPUSH", "p:fcfs:user:b", "x"});
  CHECK(at.taken(owner("b")).error() == guard_failure::failed);
}

TEST_CASE("those of one call are numbered together, and one user is let in once") {
  bench at;
  (void)at.taken(owner("first"), 900s, 40);
  at.direct.ask({"FLUSHALL"});
  at.seen.guards.restorations = 0;
  auto a = at.taking(owner("a", "1.1.1.1"));
  auto again = at.taking(owner("a", "2.2.2.2"));
  auto b = at.taking(owner("b", "3.3.3.3"));
  auto c = at.taking(owner("c"));
  at.settle();
  CHECK((**a)->number == 42);
  CHECK((**again)->no == refusal::duplicate);
  CHECK_FALSE(at.has("p:fcfs:ip:2.2.2.2"));
  CHECK((**b)->number == 43);
  CHECK((**c)->number == 44);
  CHECK(at.seen.guards.restorations == 1);
  at.direct.ask({"SET", "p:fcfs:seq", "many"});
  auto d = at.taking(owner("d", "4.4.4.4"));
  auto e = at.taking(owner("e"));
  at.settle();
  CHECK((**d).error() == guard_failure::no_number);
  CHECK((**e).error() == guard_failure::no_number);
  for (const auto* key : {"p:fcfs:user:d", "p:fcfs:ip:4.4.4.4", "p:fcfs:user:e"})
    CHECK_FALSE(at.has(key));
}

TEST_CASE("a Redis that does not answer is no way in, and its doubtful guards are released") {
  bench at;
  REQUIRE(at.taken(owner("a"))->number == 1);
  at.server.stall();
  const auto who = owner("b", "1.1.1.1");
  auto sent = at.taking(who);
  at.settle();
  CHECK((**sent).error() == guard_failure::unavailable);
  CHECK(at.taken(owner("c")).error() == guard_failure::unavailable);
  CHECK(at.seen.guards.owed == 1);
  at.server.resume();
  at.await_return();
  CHECK(at.seen.guards.owed == 0);
  CHECK(at.taken(owner("b", "1.1.1.1"))->no == refusal::none);
}

TEST_CASE("a Redis that died is found again, and what it was owed is told") {
  bench at{{.owed_max = 2}};
  const auto ours = owner("a");
  REQUIRE(at.taken(ours)->number == 1);
  at.server.kill();
  for (int i = 0; i < 4; ++i)
    at.tell(release_guard{ours});
  CHECK(at.seen.guards.owed == 2);
  CHECK(at.seen.guards.forgotten == 2);
  CHECK(at.taken(owner("b")).error() == guard_failure::unavailable);
  at.server.start();
  at.await_return();
  CHECK(at.seen.guards.owed == 0);
  CHECK(at.taken(owner("b"))->number == 2);
  CHECK(at.seen.guard.connects == 2);
}

} // namespace

} // namespace frontrow::redis
