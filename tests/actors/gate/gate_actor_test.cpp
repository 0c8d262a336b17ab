#include "actors/gate/gate_actor.hpp"

#include "actors/programme/programme_actor.hpp"
#include "tests/actors/doors.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

settings fcfs_settings_of() {
  settings how;
  how.fcfs.schedule = raw(evening);
  how.fcfs.user_ttl = 900s;
  return how;
}

join by(std::string user, std::string address = {}) {
  join j;
  j.address = address.empty() ? "of " + user : address;
  j.user = std::move(user);
  return j;
}

struct bench : doors {
  explicit bench(std::uint32_t seats = 9) : doors{show_of(seats), fcfs_settings_of()} {
    put({concert_row{concert_id{1}, "Title", "Artist", noon}});
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

  programme_actor programme;
  gate_actor gate;
};

} // namespace

TEST_CASE("gate: the sequence begins at 1 and grows by one, whatever becomes of the attempt") {
  bench at{2};
  CHECK(at.joined(by("a"))->sequence == 1);
  CHECK(at.joined(by("b"))->sequence == 2);
  const auto late = at.joined(by("c"));
  CHECK(late->no == refusal::sold_out);
  CHECK(late->sequence == 3);
  CHECK(at.joined(by("a"))->no == refusal::duplicate);
  CHECK(at.joined(by("d"))->sequence == 4);
}

TEST_CASE("gate: a crowd at once gets every number once, in the order it came") {
  bench at{200};
  std::vector<decltype(at.joining({}))> answers;
  for (int i = 0; i < 200; ++i)
    answers.push_back(at.joining(by("user " + std::to_string(i))));
  at.settle();
  for (std::size_t i = 0; i < answers.size(); ++i) {
    REQUIRE_FALSE(is_open(answers[i]));
    const auto& a = **answers[i];
    REQUIRE(a);
    REQUIRE(a->no == refusal::none);
    REQUIRE(a->sequence == i + 1);
    REQUIRE(raw(a->seat) == i + 1);
  }
  CHECK(at.read(load_counter{sequence_counter}) >= 200);
}

TEST_CASE("gate: a success is answered when the seat is durably booked") {
  bench at;
  const auto a = at.joined(by("a"));
  CHECK(a->no == refusal::none);
  CHECK(a->seat == seat_id{1});
  CHECK(a->remaining == 8);
  CHECK(a->guard_seconds == 900);
  const auto bookings = at.read(load_bookings{evening});
  REQUIRE(bookings.size() == 1);
  CHECK(bookings[0].user == "a");
  CHECK(bookings[0].sequence == 1);
  CHECK(at.events().back().is == event::kind::seat_booked);
}

TEST_CASE("gate: of one user's attempts at once, one is let in") {
  bench at;
  auto first = at.joining(by("a", "1.1.1.1"));
  auto second = at.joining(by("a", "2.2.2.2"));
  auto third = at.joining(by("b", "1.1.1.1"));
  at.settle();
  CHECK((**first)->no == refusal::none);
  CHECK((**second)->no == refusal::duplicate);
  CHECK((**third)->no == refusal::duplicate);
  CHECK((**second)->sequence == 0);
  CHECK((**second)->guard_seconds == 900);
}

TEST_CASE("gate: the guard is released when the attempt is refused") {
  bench at{1};
  at.hold(ann, 1);
  CHECK(at.joined(by("a"))->no == refusal::sold_out);
  CHECK(at.joined(by("a"))->no == refusal::sold_out);
  at.wait(5min);
  CHECK(at.joined(by("a"))->no == refusal::none);
}

TEST_CASE("gate: without a number nobody is let in, and the guard is released") {
  bench at;
  at.fault = commit_fault::full;
  CHECK(at.joined(by("a")).error() == store_failure::full);
  at.fault = commit_fault::none;
  CHECK(at.joined(by("a"))->no == refusal::none);
  CHECK(at.read(load_bookings{evening}).size() == 1);
}

TEST_CASE("gate: after a restart numbers are not used again, and winners are known") {
  bench at;
  REQUIRE(at.joined(by("a"))->sequence == 1);
  const auto ceiling = at.read(load_counter{sequence_counter});
  at.restart_all();
  CHECK(at.joined(by("a"))->no == refusal::duplicate);
  CHECK(at.joined(by("b"))->sequence == ceiling + 1);
  at.now += 900s;
  const auto again = at.joined(by("a"));
  CHECK(again->no == refusal::already_reserved);
  CHECK(again->seat == seat_id{1});
  CHECK(again->sequence == 1);
}

TEST_CASE("gate: after an attempt of unknown fate nobody wins twice") {
  bench at{5};
  REQUIRE(at.joined(by("z"))->no == refusal::none);
  at.fault = GENERATE(commit_fault::before, commit_fault::after);
  const bool is_there = at.fault == commit_fault::after;
  CHECK_FALSE(at.joined(by("a")));
  at.fault = commit_fault::none;
  CHECK(at.joined(by("a")).error() == store_failure::unavailable);
  CHECK(at.joined(by("b", "of a")).error() == store_failure::unavailable);
  at.wait(2s);
  const auto again = at.joined(by("a"));
  REQUIRE(again);
  CHECK(again->no == (is_there ? refusal::duplicate : refusal::none));
  CHECK(at.read(load_bookings{evening}).size() == 2);
}

TEST_CASE("gate: one attempt of unknown fate keeps nobody else waiting") {
  bench at{5};
  REQUIRE(at.joined(by("z"))->no == refusal::none);
  at.fault = commit_fault::before;
  CHECK_FALSE(at.joined(by("a")));
  at.fault = commit_fault::none;
  CHECK(at.joined(by("b"))->no == refusal::none);
}

TEST_CASE("gate: the fate of an attempt is asked for until the store tells") {
  bench at{5};
  REQUIRE(at.joined(by("z"))->no == refusal::none);
  at.fault = commit_fault::before;
  CHECK_FALSE(at.joined(by("a")));
  for (int i = 0; i < 4; ++i)
    at.wait(30s);
  CHECK(at.joined(by("a")).error() == store_failure::unavailable);
  at.fault = commit_fault::none;
  at.wait(30s);
  CHECK(at.joined(by("a"))->no == refusal::none);
}

TEST_CASE("gate: after a bug it lets people in again, and knows winners and numbers") {
  bench at{5};
  REQUIRE(at.joined(by("a"))->sequence == 1);
  const auto ceiling = at.read(load_counter{sequence_counter});
  strike(at.gate);
  CHECK(at.joined(by("a"))->no == refusal::duplicate);
  const auto b = at.joined(by("b"));
  REQUIRE(b);
  CHECK(b->sequence == ceiling + 1);
  CHECK(b->seat == seat_id{2});
}

// Goal: whatever the moment of a gate's bug, an attempt that is on its way wins one seat or none.
TEST_CASE("gate: an attempt that is on its way through a gate's bug ends well, and wins once") {
  bench at{5};
  REQUIRE(at.joined(by("z"))->no == refusal::none);
  const auto steps = GENERATE(range(0, 14));
  auto first = at.joining(by("a"));
  for (int i = 0; i < steps; ++i)
    at.try_step();
  strike(at.gate);
  auto second = at.joining(by("a"));
  at.settle();
  REQUIRE_FALSE(is_open(first));
  REQUIRE_FALSE(is_open(second));
  at.wait(2s);
  const auto third = at.joined(by("a"));
  REQUIRE(third);
  CHECK((third->no == refusal::none || third->no == refusal::duplicate));
  CHECK(at.read(load_bookings{evening}).size() == 2);
}

TEST_CASE("gate: one that never opened has no sequence to keep when the house closes") {
  bench at;
  REQUIRE(at.joined(by("a"))->sequence == 1);
  const auto kept = at.read(load_counter{sequence_counter});
  caf::anon_send_exit(at.stage->archive, caf::exit_reason::kill);
  at.settle();
  at.restart_all();
  CHECK(at.answer<bool>(at.gate, rest_gate{}).error() == store_failure::unavailable);
  CHECK(at.read(load_counter{sequence_counter}) == kept);
}

TEST_CASE("gate: behind somebody else's gateway the number is theirs") {
  bench at;
  auto foreign = by("a");
  foreign.foreign_sequence = 77;
  auto first = at.joining(foreign);
  auto second = at.joining(foreign);
  at.settle();
  CHECK((**first)->no == refusal::none);
  CHECK((**first)->sequence == 77);
  CHECK((**second)->no == refusal::contention);
  foreign.foreign_sequence = 78;
  CHECK(at.joined(foreign)->no == refusal::already_reserved);
  CHECK(at.joined(foreign)->sequence == 77);
  CHECK(at.joined(by("b"))->sequence == 1);
  at.restart_all();
  CHECK(at.joined(foreign)->no == refusal::already_reserved);
}

TEST_CASE("gate: a reset gives fresh seats and forgets winners, and the sequence goes on") {
  bench at{2};
  REQUIRE(at.joined(by("a"))->no == refusal::none);
  const auto made = at.answer<schedule_view>(at.gate, reset_fcfs{3});
  REQUIRE(made);
  CHECK(made->no == refusal::none);
  CHECK(made->available == 3);
  CHECK(made->facts.id != evening);
  const auto again = at.joined(by("a"));
  CHECK(again->no == refusal::none);
  CHECK(again->sequence == 2);
  CHECK(again->seat == seat_id{1});
  CHECK(again->remaining == 2);
  at.restart_all();
  CHECK(at.joined(by("a"))->no == refusal::duplicate);
  CHECK(at.joined(by("b"))->seat == seat_id{2});
  CHECK(at.answer<seat_list>(at.gate, read_fcfs_seats{})->available == 1);
}

TEST_CASE("gate: a reset of a schedule that is not there is a refusal") {
  bench at;
  settings how;
  how.fcfs.schedule = 999;
  auto other = std::make_shared<backstage>(*at.stage);
  other->how = how;
  at.gate = at.spawn(keep_gate, backstage_ptr{other}, schedule_actor{at.schedules}, at.programme);
  CHECK(at.answer<schedule_view>(at.gate, reset_fcfs{3})->no == refusal::schedule_not_found);
}

TEST_CASE("gate: bookings that are read again after a reset do not make winners of old") {
  bench at;
  REQUIRE(at.joined(by("a"))->no == refusal::none);
  at.fault = commit_fault::before;
  CHECK_FALSE(at.joined(by("b")));
  at.fault = commit_fault::none;
  auto reset = at.ask<schedule_view>(at.gate, reset_fcfs{3});
  at.wait(250ms);
  at.settle();
  REQUIRE_FALSE(is_open(reset));
  CHECK(at.joined(by("a"))->no == refusal::none);
}
