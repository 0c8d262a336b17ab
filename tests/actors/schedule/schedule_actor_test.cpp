#include "tests/actors/doors.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

auto no_of(const std::shared_ptr<std::optional<caf::expected<booked_seat>>>& place) {
  REQUIRE(place->has_value());
  REQUIRE(**place);
  return (**place)->no;
}

} // namespace

TEST_CASE("schedule actor: bookers get the lowest free seats, in order, and then it is sold out") {
  doors at{show_of(3)};
  at.hold(ann, 2);
  auto a = at.book("a");
  auto b = at.book("b");
  auto c = at.book("c");
  at.settle();
  CHECK((**a)->seat == seat_id{1});
  CHECK((**b)->seat == seat_id{3});
  CHECK(no_of(c) == refusal::sold_out);
  CHECK((**b)->remaining == 0);
  CHECK(at.seat(3).is == seat_row::phase::sold);
}

TEST_CASE("schedule actor: a booker waits while the last seat is undecided") {
  doors at{show_of(1)};
  SECTION("and gets it when the first is refused") {
    at.put({answer_row{ann, operation::reserve, "k", {}, {}}});
    auto hold = at.ask<outcome>(at.schedules, reserve_seat{evening, doors::reserve(ann, 1)});
    auto book = at.book("b");
    at.settle();
    CHECK((**book)->seat == seat_id{1});
  }
  SECTION("and hears sold_out only when it is gone") {
    auto hold = at.ask<outcome>(at.schedules, reserve_seat{evening, doors::reserve(ann, 1)});
    auto book = at.book("b");
    at.settle();
    CHECK((**hold)->no == refusal::none);
    CHECK(no_of(book) == refusal::sold_out);
  }
}

TEST_CASE("schedule actor: a seat in doubt is not sold out, and is sold once it is known") {
  doors at{show_of(1)};
  at.fault = GENERATE(commit_fault::before, commit_fault::after);
  const bool is_there = at.fault == commit_fault::after;
  CHECK_FALSE(at.booked("a"));
  at.fault = commit_fault::none;
  auto later = at.book("b");
  at.settle();
  CHECK(is_open(later));
  at.wait(2s);
  CHECK(no_of(later) == (is_there ? refusal::sold_out : refusal::none));
  CHECK(at.read(load_bookings{evening}).size() == 1);
  CHECK(at.available() == 0);
}

TEST_CASE("schedule actor: a seat in doubt is restored for the next who wants it") {
  doors at{show_of(2)};
  at.fault = commit_fault::after;
  CHECK_FALSE(at.done(doors::reserve(ann, 1)));
  at.fault = commit_fault::none;
  CHECK(at.done(doors::reserve(bob, 1))->no == refusal::seat_taken);
  CHECK(at.available() == 1);
}

TEST_CASE("schedule actor: a hold ends exactly at its deadline") {
  doors at{show_of(1)};
  at.hold(ann, 1);
  at.wait(5min - 1ms);
  CHECK(at.seat(1).is == seat_row::phase::held);
  CHECK(at.booked("b")->no == refusal::sold_out);
  at.wait(1ms);
  CHECK(at.seat(1).is == seat_row::phase::open);
  CHECK(at.available() == 1);
  CHECK(at.events().back().is == event::kind::reservation_expired);
}

TEST_CASE("schedule actor: a booker after the deadline need not wait for the timer") {
  doors at{show_of(1)};
  at.hold(ann, 1);
  at.now += 5min; // and no timer has fired
  CHECK(at.booked("b")->seat == seat_id{1});
}

TEST_CASE("schedule actor: a booker right after a cancel is not told sold_out") {
  doors at{show_of(1)};
  const auto id = at.hold(ann, 1);
  const auto place = at.start(doors::finish(operation::cancel, id));
  while (is_open(place))
    at.step();
  auto book = at.book("b");
  at.settle();
  CHECK((**book)->seat == seat_id{1});
}

TEST_CASE("schedule actor: holds that ran out while nobody was there are let go at the start") {
  doors at{show_of(2)};
  const auto id = at.hold(ann, 1);
  at.restart();
  at.now += 6min;
  CHECK(at.available() >= 1);
  at.wait(1s);
  CHECK(at.available() == 2);
  CHECK(at.read(load_reservation{id})->is == reservation_row::state::expired);
}

TEST_CASE("schedule actor: an expiry that the store did not take is tried again") {
  doors at{show_of(1)};
  at.hold(ann, 1);
  at.fault = commit_fault::before;
  at.wait(5min);
  CHECK(at.seat(1).is == seat_row::phase::held);
  auto book = at.book("b");
  at.fault = commit_fault::none;
  for (int i = 0; i < 4; ++i)
    at.wait(1s);
  REQUIRE_FALSE(is_open(book));
  CHECK((**book)->seat == seat_id{1});
}

TEST_CASE("schedule actor: a seat in doubt that let its hold go is free without another sweep") {
  doors at{show_of(2)};
  at.hold(ann, 1);
  at.fault = commit_fault::before;
  at.wait(5min);
  at.fault = commit_fault::none;
  at.wait(1s);
  REQUIRE(at.seat(1).is == seat_row::phase::open);
  CHECK(at.booked("b")->seat == seat_id{1});
}

TEST_CASE("schedule actor: watchers hear of changes together, and of nothing after a while") {
  doors at{show_of(3)};
  auto watch = at.ask<seat_changes>(at.schedules, watch_seats{evening, 0});
  at.settle();
  CHECK(is_open(watch));
  at.hold(ann, 1);
  at.hold(ann, 2);
  CHECK(is_open(watch));
  at.wait(watch_delay);
  REQUIRE_FALSE(is_open(watch));
  CHECK((**watch)->changes.size() == 2);

  auto quiet = at.ask<seat_changes>(at.schedules, watch_seats{evening, 2});
  at.settle();
  at.wait(watch_wait - 1ms);
  CHECK(is_open(quiet));
  at.wait(1ms);
  REQUIRE_FALSE(is_open(quiet));
  CHECK((**quiet)->changes.empty());
  CHECK(at.answer<seat_changes>(at.schedules, watch_seats{evening, 9})->gap);
}

TEST_CASE("schedule actor: idle seats are put away, and come back as they were") {
  doors at{show_of(2)};
  const auto alive = figures_of(actor_kind::seat).alive.load();
  const auto id = at.hold(ann, 1);
  CHECK(figures_of(actor_kind::seat).alive == alive + 1);
  for (int i = 0; i < 40; ++i)
    at.wait(1s);
  CHECK(figures_of(actor_kind::seat).alive == alive);
  CHECK(at.done(doors::reserve(bob, 1))->no == refusal::seat_taken);
  CHECK(figures_of(actor_kind::seat).alive == alive); // nobody wakes one that is gone
  CHECK(at.done(doors::finish(operation::cancel, id))->no == refusal::none);
}

TEST_CASE("schedule actor: what a reservation needs, in order") {
  auto show = show_of(2);
  show.sale_opens_at = noon;
  show.sale_closes_at = noon + 1h;
  doors at{show};
  auto elsewhere = doors::reserve(ann, 1);
  elsewhere.schedule = schedule_id{9};
  CHECK(at.done(elsewhere)->no == refusal::schedule_not_found);
  CHECK(at.done(doors::reserve(ann, 3))->no == refusal::seat_not_found);
  CHECK(at.done(doors::reserve(ann, 0, "z"))->no == refusal::seat_not_found);
  const auto wrong = at.done(doors::reserve(ann, 1, "p", 999));
  CHECK(wrong->no == refusal::price_changed);
  CHECK(wrong->price == 1'000);
  at.now = noon + 1h;
  CHECK(at.done(doors::reserve(ann, 1, "c"))->no == refusal::sale_closed);
  at.now = noon - 1ms;
  CHECK(at.done(doors::reserve(ann, 1, "o", 999))->no == refusal::sale_not_open);
}

TEST_CASE("schedule actor: bookers who wait for a schedule that ends are told") {
  doors at{show_of(1)};
  at.fault = commit_fault::before;
  CHECK_FALSE(at.booked("a"));
  auto book = at.book("b");
  auto watch = at.ask<seat_changes>(at.schedules, watch_seats{evening, 0});
  at.settle();
  CHECK(is_open(book));
  caf::anon_send_exit(at.schedules, caf::exit_reason::user_shutdown);
  at.settle();
  REQUIRE_FALSE(is_open(book));
  CHECK_FALSE(**book);
  REQUIRE_FALSE(is_open(watch));
  CHECK_FALSE(**watch);
}
