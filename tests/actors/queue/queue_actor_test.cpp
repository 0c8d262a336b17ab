#include "tests/actors/doors.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

schedule_row show_with_room(std::uint32_t active_max) {
  auto show = show_of(50);
  show.concurrent_user_max = active_max;
  return show;
}

struct bench : doors {
  explicit bench(std::uint32_t active_max = 1) : doors{show_with_room(active_max)} {}

  auto entering(std::uint64_t user) {
    return ask<queue_ticket>(queues, enter_queue{evening, user_id{user}});
  }
  auto enter(std::uint64_t user) {
    return answer<queue_ticket>(queues, enter_queue{evening, user_id{user}});
  }
  queue_ticket look(const token_id& token) {
    return *answer<queue_ticket>(queues, ask_queue{evening, token, {}});
  }
  auto watch(const queue_ticket& seen) {
    auto place = ask<queue_ticket>(queues, watch_queue{evening, seen.token, {}, seen.standing});
    settle();
    return place;
  }
  void leave(const queue_ticket& t) {
    REQUIRE(answer<queue_ticket>(queues, leave_queue{evening, t.token, {}})->no == refusal::none);
  }
  refusal use(const queue_ticket& t) {
    return answer<token_check>(queues, use_token{evening, t.place.user, t.token, {}})->no;
  }
  std::uint64_t active_in_store() {
    std::uint64_t count = 0;
    for (const auto& t : read(load_queue{evening}))
      count += t.is == token_row::state::active ? 1 : 0;
    return count;
  }
};

} // namespace

TEST_CASE("queue actor: answers a token only when the store has it") {
  bench at;
  auto first = at.entering(1);
  auto again = at.entering(1);
  while (is_open(first) && is_open(again))
    at.step();
  CHECK(at.read(load_queue{evening}).size() == 1);
  at.settle();
  CHECK((**first)->token == (**again)->token);
  CHECK((**first)->is_active);
}

TEST_CASE("queue actor: so many are ACTIVE, the others wait in the order they came") {
  bench at{2};
  std::vector<queue_ticket> tickets;
  for (std::uint64_t user = 1; user <= 5; ++user)
    tickets.push_back(*at.enter(user));
  CHECK(at.active_in_store() == 2);
  CHECK(tickets[1].is_active);
  CHECK(tickets[2].position == 1);
  CHECK(tickets[4].position == 3);
  CHECK(tickets[4].wait_seconds > 0);
  at.leave(tickets[0]);
  CHECK(at.look(tickets[2].token).is_active);
  CHECK(at.look(tickets[4].token).position == 2);
  CHECK(at.look(tickets[0].token).no == refusal::token_unknown);
}

TEST_CASE("queue actor: a restart changes nobody's place") {
  bench at{2};
  std::vector<queue_ticket> tickets;
  for (std::uint64_t user = 1; user <= 6; ++user)
    tickets.push_back(*at.enter(user));
  at.leave(tickets[3]);
  at.restart();
  CHECK(at.look(tickets[0].token).is_active);
  CHECK(at.look(tickets[2].token).position == 1);
  CHECK(at.look(tickets[5].token).position == 3);
  CHECK(at.enter(6)->token == tickets[5].token);
}

TEST_CASE("queue actor: watchers hear when they move") {
  bench at;
  const auto first = *at.enter(1);
  const auto second = *at.enter(2);
  const auto third = *at.enter(3);
  auto watch = at.watch(third);
  auto quiet = at.watch(first);
  CHECK(is_open(watch));
  at.leave(second);
  at.wait(1s);
  REQUIRE_FALSE(is_open(watch));
  CHECK((**watch)->position == 1);
  CHECK(is_open(quiet));
  at.wait(15s);
  REQUIRE_FALSE(is_open(quiet));
  CHECK((**quiet)->standing == first.standing);
}

TEST_CASE("queue actor: an entry that was not saved is taken back") {
  bench at{2};
  CHECK(at.enter(9)->is_active);
  at.fault = commit_fault::full;
  auto first = at.entering(1);
  auto again = at.entering(1);
  at.settle();
  CHECK((*first)->error() == store_failure::full);
  CHECK_FALSE(**again);
  at.fault = commit_fault::none;
  const auto fresh = at.enter(2);
  CHECK(fresh->is_active);
  CHECK_FALSE(at.enter(1)->is_active);
}

TEST_CASE("queue actor: an entry of unknown fate never makes one too many ACTIVE") {
  bench at{2};
  CHECK(at.enter(9)->is_active);
  at.fault = commit_fault::after;
  CHECK_FALSE(at.enter(1));
  at.fault = commit_fault::none;
  CHECK_FALSE(at.enter(2)->is_active);
  CHECK(at.active_in_store() == 2);
  CHECK(at.enter(1)->is_active);
  at.restart();
  CHECK(at.active_in_store() == 2);
}

TEST_CASE("queue actor: when it stops, everybody who waits is told") {
  bench at;
  const auto first = *at.enter(1);
  const auto second = *at.enter(2);
  auto watch = at.watch(second);
  at.fault = GENERATE(commit_fault::before, commit_fault::after);
  auto leave = at.ask<queue_ticket>(at.queues, leave_queue{evening, first.token, {}});
  auto third = at.entering(3);
  auto fourth = at.entering(4);
  at.settle();
  for (const auto& place : {watch, leave, third, fourth}) {
    REQUIRE_FALSE(is_open(place));
    CHECK_FALSE(**place);
  }
  const bool is_there = at.fault == commit_fault::after;
  at.fault = commit_fault::none;
  CHECK(at.look(second.token).no == refusal::none);
  CHECK(at.look(first.token).no == (is_there ? refusal::token_unknown : refusal::none));
}

TEST_CASE("queue actor: reserving needs an ACTIVE token, and paying frees the slot") {
  bench at;
  const auto first = *at.enter(1);
  const auto second = *at.enter(2);
  auto wish = doors::reserve(user_id{2}, 1);
  CHECK(at.done(wish)->no == refusal::token_missing);
  wish.token = second.token;
  const auto told = at.done(wish);
  CHECK(told->no == refusal::token_waiting);
  CHECK(told->position == 1);
  CHECK(told->wait_seconds > 0);
  wish.token = first.token;
  CHECK(at.done(wish)->no == refusal::token_mismatch);

  auto mine = doors::reserve(user_id{1}, 1);
  mine.token = first.token;
  const auto held = at.done(mine);
  REQUIRE(held->no == refusal::none);
  SECTION("paying") {
    REQUIRE(at.done(doors::charge(user_id{1}, 5'000))->no == refusal::none);
    CHECK(at.done(doors::finish(operation::confirm, held->reservation.id))->no == refusal::none);
  }
  SECTION("giving the last hold back") {
    CHECK(at.done(doors::finish(operation::cancel, held->reservation.id))->no == refusal::none);
  }
  CHECK(at.look(first.token).no == refusal::token_expired);
  CHECK(at.look(second.token).is_active);
  wish.token = second.token;
  const bool is_sold = at.seat(1).is == seat_row::phase::sold;
  CHECK(at.done(wish)->no == (is_sold ? refusal::seat_taken : refusal::none));
}

TEST_CASE("queue actor: who does not claim loses the turn, who does keeps it") {
  bench at{2};
  const auto first = *at.enter(1);
  const auto second = *at.enter(2);
  const auto third = *at.enter(3);
  CHECK(first.claim_seconds == 60);
  CHECK(at.use(first) == refusal::none);
  CHECK(at.look(first.token).claim_seconds == 0);
  at.wait(1s);
  CHECK(at.look(second.token).claim_seconds == 59);
  CHECK(at.look(third.token).claim_seconds == 0);
  for (int i = 0; i < 60; ++i)
    at.wait(1s);
  CHECK(at.look(first.token).is_active);
  CHECK(at.look(second.token).position == 1);
  CHECK(at.look(third.token).is_active);
  CHECK(at.active_in_store() == 2);
}

TEST_CASE("queue actor: there is no waiting room without a schedule") {
  bench at;
  CHECK(at.answer<queue_ticket>(at.queues, enter_queue{schedule_id{9}, ann})->no
        == refusal::schedule_not_found);
}
