#include "tests/actors/doors.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

auto alive(actor_kind kind) {
  return figures_of(kind).alive.load();
}

/// A waiting room that lets in one.
struct room : doors {
  room() : doors{show()} {}
  static schedule_row show() {
    auto made = show_of(3);
    made.concurrent_user_max = 1;
    return made;
  }
  auto entering(user_id user) { return ask<queue_ticket>(queues, enter_queue{evening, user}); }
};

} // namespace

TEST_CASE("directory: an idle wallet goes, and comes back with its points") {
  doors at{show_of(1)};
  const auto before = alive(actor_kind::wallet);
  CHECK(at.done(doors::charge(ann, 5))->balance == 5);
  CHECK(alive(actor_kind::wallet) == before + 1);
  at.wait(60s);
  at.wait(60s);
  CHECK(alive(actor_kind::wallet) == before);
  CHECK(at.done(doors::charge(ann, 5))->balance == 10);
}

TEST_CASE("directory: an idle schedule goes, and comes back with its seats") {
  doors at{show_of(2)};
  const auto before = alive(actor_kind::schedule);
  REQUIRE(at.booked("a"));
  for (int i = 0; i < 15; ++i)
    at.wait(1min);
  CHECK(alive(actor_kind::schedule) == before);
  CHECK(at.available() == 1);
}

TEST_CASE("directory: a schedule with a hold stays until the hold has ended") {
  settings how;
  how.reservation.hold = 30min;
  doors at{show_of(2), how};
  const auto before = alive(actor_kind::schedule);
  at.hold(ann, 1);
  for (int i = 0; i < 25; ++i)
    at.wait(1min);
  CHECK(alive(actor_kind::schedule) == before + 1);
  for (int i = 0; i < 25; ++i)
    at.wait(1min);
  CHECK(alive(actor_kind::schedule) == before);
  CHECK(at.seat(1).is == seat_row::phase::open);
}

TEST_CASE("directory: who is asked for in vain does not stay") {
  doors at{show_of(2)};
  const auto before = alive(actor_kind::schedule);
  const schedule_id nowhere{77};
  CHECK(at.answer<schedule_view>(at.schedules, describe_schedule{nowhere})->no
        == refusal::schedule_not_found);
  at.wait(1s);
  at.wait(1s);
  CHECK(alive(actor_kind::schedule) == before);
}

TEST_CASE("directory: a schedule that is made after it was asked for is found") {
  doors at{show_of(2)};
  auto show = show_of(3);
  show.id = schedule_id{77};
  auto early = at.ask<schedule_view>(at.schedules, describe_schedule{show.id});
  at.settle();
  at.put({show});
  caf::anon_send(at.schedules, refresh_schedule{show.id});
  at.settle();
  CHECK(at.answer<schedule_view>(at.schedules, describe_schedule{show.id})->seats == 3);
}

// Goal: whatever the moment at which a wallet offers to go, no message to it is lost.
// Method: a message is sent after each number of steps from the offer on.
TEST_CASE("directory: a message is never lost to an actor that leaves") {
  const auto steps = GENERATE(range(0, 12));
  doors at{show_of(1)};
  REQUIRE(at.done(doors::charge(ann, 5))->balance == 5);
  at.wait(60s - 1ms);
  at.now += 1h;
  at.fire(1ms);
  for (int i = 0; i < steps; ++i)
    at.try_step();
  auto charge = at.start(doors::charge(ann, 5));
  at.settle();
  REQUIRE_FALSE(is_open(charge));
  REQUIRE(**charge);
  CHECK((**charge)->balance == 10);
}

TEST_CASE("directory: an offer of one who has stopped does not end its successor") {
  doors at{show_of(1)};
  REQUIRE(at.done(doors::charge(ann, 5))->balance == 5);
  // As many messages as the wallet that is alive has handled, but from somebody else.
  caf::anon_send(at.wallets, offer_to_go{raw(ann), 1});
  const auto before = alive(actor_kind::wallet);
  at.settle();
  CHECK(alive(actor_kind::wallet) == before);
}

// What happened: the directory met a bug, told the waiting room to end and at once brought a new
// one alive, which read the line before the old one, not knowing yet, saved whom it had let in.
TEST_CASE(
    "directory: a waiting room whose directory met a bug has ended before the next one opens") {
  room at;
  auto first = at.entering(ann);
  at.step(at.queues);
  strike(at.queues);
  auto second = at.entering(bob);
  at.step(at.queues);
  at.step(at.queues);
  at.settle();
  REQUIRE_FALSE(is_open(first));
  CHECK((*first)->error() == store_failure::unavailable);
  REQUIRE_FALSE(is_open(second));
  REQUIRE(**second);
  CHECK_FALSE((**second)->is_active);
  const auto line = at.read(load_queue{evening});
  REQUIRE(line.size() == 2);
  CHECK(line[0].user == ann);
  CHECK(line[0].is == token_row::state::active);
  CHECK(line[1].user == bob);
  CHECK(line[1].is == token_row::state::waiting);
}

TEST_CASE("directory: whenever its bug comes, a waiting room never lets two in for one") {
  const auto steps = GENERATE(range(0, 30));
  room at;
  auto first = at.entering(ann);
  for (int i = 0; i < steps; ++i)
    at.try_step();
  strike(at.queues);
  auto second = at.entering(bob);
  at.settle();
  CHECK_FALSE(is_open(first));
  REQUIRE_FALSE(is_open(second));
  REQUIRE(**second);
  const auto line = at.read(load_queue{evening});
  REQUIRE_FALSE(line.empty());
  CHECK(line.front().is == token_row::state::active);
  CHECK((**second)->is_active == (line.size() == 1));
}

TEST_CASE("directory: word for one that leaves is kept for its successor, bug after bug") {
  room at;
  auto first = at.entering(ann);
  at.settle();
  REQUIRE((**first)->is_active);
  strike(at.queues);
  at.step(at.queues);
  caf::anon_send(at.queues, end_session{evening, ann});
  at.settle();
  CHECK(at.read(load_queue{evening}).front().is == token_row::state::ended);
  // It ends while its directory rests and hears nothing.
  strike(at.queues);
  at.settle();
  at.wait(rebirth_delay_min);
  auto second = at.entering(bob);
  at.settle();
  REQUIRE_FALSE(is_open(second));
  CHECK((**second)->is_active);
}
