#include "tests/actors/queue/mirror_bench.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

using bench = mirror_bench;
using news = line_news::kind;

} // namespace

TEST_CASE("mirrored queue: lost on both sides, people come back to the places they were told") {
  bench at{2};
  const auto tickets = at.enter_all(6);
  at.lines->lines.clear();
  at.restart();
  const auto fresh = at.enter(77);
  CHECK(fresh->position == 1);
  CHECK_FALSE(fresh->is_active);
  // In any order, and by whatever they ask.
  CHECK(at.look(tickets[4])->position == 1);
  CHECK(at.use(tickets[3])->no == refusal::token_waiting);
  CHECK(at.enter(2, tickets[1])->token == tickets[1].token);
  CHECK(at.look(tickets[0])->position == 1);
  CHECK(at.look(tickets[4])->position == 4);
  CHECK(at.look(*fresh)->position == 5);
  CHECK(at.active_kept() == 0);
  at.wait(16s);
  CHECK(at.look(tickets[0])->is_active);
  CHECK(at.look(tickets[1])->is_active);
  CHECK(at.look(tickets[3])->position == 1);
  CHECK(at.active_kept() == 2);
  CHECK(at.kinds().front() == news::lost);
  CHECK(std::ranges::count(at.kinds(), news::returned) >= 1);
  // They are as known as before.
  at.restart();
  CHECK(at.look(tickets[4])->position == 2);
}

TEST_CASE("mirrored queue: who is forged, or of a place never handed out, does not come back") {
  bench at{1};
  const auto tickets = at.enter_all(2);
  at.lines->lines.clear();
  at.restart();
  auto forged = tickets[1];
  forged.place = {};
  CHECK(at.look(forged)->no == refusal::token_unknown);
  forged.place = {user_id{2}, place_number{5'000'000}, noon};
  CHECK(at.look(forged)->no == refusal::token_unknown);
  REQUIRE(at.look(tickets[1])->no == refusal::none);
  REQUIRE(at.leave(tickets[1])->no == refusal::none);
  CHECK(at.look(tickets[1])->no == refusal::token_expired);
}

TEST_CASE("mirrored queue: what the store knows of somebody counts when he comes back") {
  bench at{2};
  const auto tickets = at.enter_all(4);
  auto wish = doors::reserve(user_id{2}, 1);
  wish.token = tickets[1].token;
  const auto held = at.done(wish);
  REQUIRE(held->no == refusal::none);
  const bool is_paid = GENERATE(false, true);
  if (is_paid) {
    REQUIRE(at.done(doors::charge(user_id{2}, 5'000))->no == refusal::none);
    REQUIRE(at.done(doors::finish(operation::confirm, held->reservation.id))->no == refusal::none);
  }
  at.lines->lines.clear();
  at.restart();
  CHECK(at.look(tickets[3])->position == 1);
  const auto back = at.look(tickets[1]);
  if (is_paid)
    CHECK(back->no == refusal::token_expired);
  else
    CHECK(at.look(tickets[1])->is_active);
  CHECK(at.seat(1).is == (is_paid ? seat_row::phase::sold : seat_row::phase::held));
}

TEST_CASE("mirrored queue: a half written line counts as lost") {
  bench at{1};
  const auto tickets = at.enter_all(3);
  auto& kept = at.lines->lines[evening];
  kept.facts.is_whole = false;
  kept.rows.erase(tickets[2].place.place);
  at.restart();
  CHECK(at.look(tickets[1])->position == 1);
  CHECK(at.look(tickets[2])->position == 2);
  CHECK(at.lines->lines[evening].rows.size() == 3);
  CHECK(at.lines->lines[evening].facts.is_whole);
}

TEST_CASE("mirrored queue: a keeper that lost its latest takes those people back") {
  bench at{1};
  const auto tickets = at.enter_all(2);
  const auto old = at.lines->lines;
  const auto third = *at.enter(3);
  SECTION("while the room lives, it gets everything again") {
    at.lines->lines = old;
    at.wait(1s);
    CHECK(at.lines->lines[evening].rows.size() == 3);
  }
  SECTION("and when the room was lost too, by their tokens") {
    at.lines->lines = old;
    at.restart();
  }
  CHECK(at.look(tickets[0])->is_active);
  CHECK(at.look(third)->position == 2);
}
