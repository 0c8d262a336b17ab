#include "tests/actors/doors.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

constexpr auto to_pay = operation::confirm;
constexpr auto to_cancel = operation::cancel;
using phase = seat_row::phase;
using state = reservation_row::state;

struct bench : doors {
  explicit bench(points price = 1'000) : doors{show_of(3, price)} {
    put({wallet_row{ann, 1, 1'500},
         ledger_row{ann, 1, ledger_row::kind::charge, 1'500, 1'500, {}, noon}});
  }
  state state_of(reservation_id id) { return read(load_reservation{id})->is; }
  bool has_moved() { return wallet(ann).version > 1; }
};

} // namespace

TEST_CASE("checkout: confirming pays once, and the same key hears the same") {
  bench at;
  const auto id = at.hold(ann, 1);
  const auto out = at.done(doors::finish(to_pay, id));
  CHECK(out->no == refusal::none);
  CHECK(out->reservation.is == state::confirmed);
  CHECK(out->balance == 500);
  CHECK(at.seat(1).is == phase::sold);
  const auto again = at.done(doors::finish(to_pay, id));
  CHECK(again->replayed);
  CHECK(again->reservation == out->reservation);
  CHECK(again->balance == 500);
  CHECK(at.done(doors::finish(to_pay, id, "other"))->no == refusal::reservation_confirmed);
  CHECK(at.wallet(ann).balance == 500);
}

TEST_CASE("checkout: two confirms with different keys at once pay once") {
  bench at;
  const auto id = at.hold(ann, 1);
  auto first = at.start(doors::finish(to_pay, id, "a"));
  auto second = at.start(doors::finish(to_pay, id, "b"));
  at.settle();
  at.wait(5ms);
  at.wait(5ms);
  REQUIRE_FALSE(is_open(first));
  REQUIRE_FALSE(is_open(second));
  const auto one = (**first)->no, other = (**second)->no;
  CHECK(std::min(one, other) == refusal::none);
  CHECK(std::max(one, other) == refusal::reservation_confirmed);
  CHECK(at.wallet(ann).balance == 500);
}

TEST_CASE("checkout: a confirm and a cancel at once end in one of two ways") {
  bench at;
  const auto id = at.hold(ann, 1);
  auto pay = at.start(doors::finish(to_pay, id, "a"));
  auto drop = at.start(doors::finish(to_cancel, id, "b"));
  at.settle();
  at.wait(5ms);
  at.wait(5ms);
  REQUIRE_FALSE(is_open(pay));
  REQUIRE_FALSE(is_open(drop));
  CHECK(at.state_of(id) == state::cancelled);
  CHECK(at.seat(1).is == phase::open);
  CHECK(at.wallet(ann).balance == 1'500);
}

TEST_CASE("checkout: too few points leave the hold, and enough pay for it later") {
  bench at{2'000};
  const auto id = at.hold(ann, 1);
  const auto poor = at.done(doors::finish(to_pay, id, "a"));
  CHECK(poor->no == refusal::insufficient_balance);
  CHECK(poor->balance == 1'500);
  CHECK(poor->reservation.is == state::preempted);
  CHECK(at.seat(1).is == phase::held);
  REQUIRE(at.done(doors::charge(ann, 500))->balance == 2'000);
  CHECK(at.done(doors::finish(to_pay, id, "a"))->no == refusal::insufficient_balance);
  CHECK(at.done(doors::finish(to_pay, id, "b"))->balance == 0);
}

TEST_CASE("checkout: cancelling frees the seat, and refunds what was paid") {
  bench at;
  const auto id = at.hold(ann, 1);
  const bool was_paid = GENERATE(false, true);
  if (was_paid)
    REQUIRE(at.done(doors::finish(to_pay, id))->balance == 500);
  const auto out = at.done(doors::finish(to_cancel, id));
  CHECK(out->no == refusal::none);
  CHECK(out->reservation.is == state::cancelled);
  CHECK(at.seat(1).is == phase::open);
  CHECK(at.wallet(ann).balance == 1'500);
  CHECK(at.wallet(ann).version == (was_paid ? 3 : 1));
  CHECK(at.done(doors::finish(to_cancel, id, "again"))->no == refusal::reservation_cancelled);
  CHECK(at.hold(bob, 1) != id);
}

TEST_CASE("checkout: a hold is never paid for after its deadline") {
  bench at;
  const auto id = at.hold(ann, 1);
  SECTION("seen before it is asked") {
    at.now += 5min;
    CHECK(at.done(doors::finish(to_pay, id))->no == refusal::reservation_expired);
  }
  SECTION("seen when the commit begins") {
    at.now += 5min - 1ms;
    at.before_commit = [&] {
      at.now += 1ms;
    };
    const auto out = at.done(doors::finish(to_pay, id));
    at.before_commit = nullptr;
    CHECK(out->no == refusal::reservation_expired);
    CHECK(out->reservation.is == state::preempted);
  }
  CHECK_FALSE(at.has_moved());
  at.wait(1s);
  CHECK(at.state_of(id) == state::expired);
  CHECK(at.seat(1).is == phase::open);
}

TEST_CASE("checkout: a store that fails at the commit leaves nothing half done") {
  bench at;
  const auto id = at.hold(ann, 1);
  at.fault = GENERATE(commit_fault::before, commit_fault::after, commit_fault::full);
  CHECK_FALSE(at.done(doors::finish(to_pay, id)));
  const bool is_there = at.fault == commit_fault::after;
  at.fault = commit_fault::none;
  CHECK((at.seat(1).is == phase::sold) == is_there);
  CHECK(at.wallet(ann).balance == (is_there ? 500 : 1'500));
  at.wait(2s);
  const auto out = at.done(doors::finish(to_pay, id));
  CHECK(out->no == refusal::none);
  CHECK(out->balance == 500);
  CHECK(out->replayed == is_there);
  CHECK(at.wallet(ann).balance == 500);
  CHECK(at.read(list_ledger{ann, 0, 10}).size() == 2);
}

TEST_CASE("checkout: only the owner, and only what is there") {
  bench at;
  const auto id = at.hold(ann, 1);
  auto by_bob = doors::finish(to_pay, id);
  by_bob.caller = bob;
  CHECK(at.done(by_bob)->no == refusal::not_the_owner);
  CHECK(at.done(doors::finish(to_pay, reservation_id{5}))->no == refusal::reservation_not_found);
  CHECK(at.seat(1).is == phase::held);
}

TEST_CASE("checkout: a seat that costs nothing is confirmed and cancelled without a wallet") {
  bench at{0};
  const auto held = at.done(doors::reserve(ann, 1, "k", 0));
  REQUIRE(held->no == refusal::none);
  CHECK(at.done(doors::finish(to_pay, held->reservation.id))->no == refusal::none);
  CHECK(at.seat(1).is == phase::sold);
  CHECK(at.done(doors::finish(to_cancel, held->reservation.id))->no == refusal::none);
  CHECK(at.seat(1).is == phase::open);
  CHECK_FALSE(at.has_moved());
}

TEST_CASE("checkout: both sides write their events in one order") {
  bench at;
  const auto id = at.hold(ann, 1);
  REQUIRE(at.done(doors::finish(to_pay, id)));
  REQUIRE(at.done(doors::finish(to_cancel, id)));
  std::vector<std::pair<event::kind, std::uint64_t>> said;
  for (const auto& e : at.events())
    said.emplace_back(e.is, e.sequence);
  using kind = event::kind;
  CHECK(said
        == std::vector<std::pair<kind, std::uint64_t>>{{kind::reservation_preempted, 1},
                                                       {kind::reservation_confirmed, 2},
                                                       {kind::point_used, 2},
                                                       {kind::reservation_cancelled, 3},
                                                       {kind::point_refunded, 3}});
}

TEST_CASE("checkout: whoever hears the outcome sees it in all that he asks for next") {
  doors at{show_of(2)};
  REQUIRE(at.done(doors::charge(ann, 5'000))->balance == 5'000);
  const auto id = at.hold(ann, 1);
  const auto hear = [&](operation what, const char* key) {
    auto outcome = at.start(doors::finish(what, id, key));
    while (is_open(outcome))
      at.step();
    REQUIRE((**outcome)->no == refusal::none);
  };
  hear(operation::confirm, "pay");
  CHECK(at.show()->state.seats->at(seat_id{1}).is == seat_row::phase::sold);
  CHECK(at.purse(ann)->state.known.balance == 4'000);
  hear(operation::cancel, "regret");
  CHECK(at.show()->state.seats->available() == 2);
  CHECK(at.purse(ann)->state.known.balance == 5'000);
}
