#include "actors/checkout/checkout.hpp"

#include "tests/actors/samples.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

TEST_CASE("checkout: bar") {
  using state = reservation_row::state;
  struct rule {
    state is;
    operation what;
    instant now;
    refusal no;
  };
  constexpr auto until = noon + 5min;
  constexpr auto confirm = operation::confirm, cancel = operation::cancel;
  for (const auto& r : {
           rule{state::preempted, confirm, until - 1ms, refusal::none},
           rule{state::preempted, cancel, until - 1ms, refusal::none},
           rule{state::preempted, confirm, until, refusal::reservation_expired},
           rule{state::preempted, cancel, until, refusal::reservation_expired},
           rule{state::confirmed, confirm, until, refusal::reservation_confirmed},
           rule{state::confirmed, cancel, until, refusal::none},
           rule{state::expired, confirm, noon, refusal::reservation_expired},
           rule{state::expired, cancel, noon, refusal::reservation_expired},
           rule{state::cancelled, confirm, noon, refusal::reservation_cancelled},
           rule{state::cancelled, cancel, noon, refusal::reservation_cancelled},
       }) {
    reservation_row before;
    before.is = r.is;
    before.held_until = until;
    CAPTURE(int(r.is), int(r.what));
    CHECK(bar(before, r.what, r.now) == r.no);
  }
}

TEST_CASE("checkout: next") {
  struct rule {
    operation what;
    refusal no;
    bool is_seat_ready, was_paid, is_wallet_ready;
    points price;
    errand then;
  };
  constexpr auto confirm = operation::confirm, cancel = operation::cancel;
  constexpr auto none = refusal::none, poor = refusal::insufficient_balance;
  for (const auto& r : {
           rule{confirm, none, false, false, false, 9, errand::prepare_seat},
           rule{confirm, none, true, false, false, 9, errand::prepare_wallet},
           rule{confirm, none, true, false, true, 9, errand::save},
           rule{confirm, poor, true, false, false, 9, errand::answer},
           rule{confirm, refusal::reservation_expired, false, false, false, 9, errand::answer},
           rule{cancel, none, false, false, false, 9, errand::prepare_seat},
           rule{cancel, none, true, false, false, 9, errand::save},
           rule{cancel, none, true, true, false, 9, errand::prepare_wallet},
           rule{cancel, none, true, true, true, 9, errand::save},
           // A seat that costs nothing moves no points.
           rule{confirm, none, true, false, false, 0, errand::save},
           rule{cancel, none, true, true, false, 0, errand::save},
       }) {
    checkout c;
    c.what.what = r.what;
    c.out.no = r.no;
    c.is_seat_ready = r.is_seat_ready;
    c.was_paid = r.was_paid;
    c.is_wallet_ready = r.is_wallet_ready;
    c.before.price = r.price;
    CAPTURE(int(r.what), r.is_seat_ready, r.was_paid, r.is_wallet_ready, r.price);
    CHECK(next(c) == r.then);
  }
}

TEST_CASE("checkout: points are paid for a hold and refunded for a paid seat") {
  checkout c;
  c.what.what = operation::confirm;
  CHECK(movement(c) == ledger_row::kind::payment);
  c.what.what = operation::cancel;
  CHECK(movement(c) == ledger_row::kind::refund);
}
