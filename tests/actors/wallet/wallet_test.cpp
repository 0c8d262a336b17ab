#include "actors/wallet/wallet.hpp"

#include "actors/base/ensure.hpp"
#include "tests/actors/samples.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using kind = ledger_row::kind;

TEST_CASE("wallet: move") {
  struct rule {
    points before;
    kind is;
    points amount;
    refusal no;
    points after;
  };
  constexpr auto yes = refusal::none;
  for (const auto& r : {
           rule{0, kind::charge, 1, yes, 1},
           rule{0, kind::charge, amount_max, yes, amount_max},
           rule{balance_max - 1, kind::charge, 1, yes, balance_max},
           rule{balance_max, kind::charge, 1, refusal::balance_limit, 0},
           rule{balance_max - 1, kind::refund, 2, refusal::balance_limit, 0},
           rule{5, kind::use, 5, yes, 0},
           rule{5, kind::use, 6, refusal::insufficient_balance, 0},
           rule{0, kind::payment, 1, refusal::insufficient_balance, 0},
           rule{9, kind::payment, 2, yes, 7},
           rule{9, kind::refund, 2, yes, 11},
       }) {
    const auto decided = move({ann, 3, r.before}, r.is, r.amount, reservation_id{4}, noon);
    CAPTURE(r.before, int(r.is), r.amount);
    REQUIRE(bool(decided) == (r.no == yes));
    if (!decided) {
      CHECK(decided.error() == r.no);
      continue;
    }
    CHECK(decided->next == wallet_row{ann, 4, r.after});
    CHECK(decided->entry == ledger_row{ann, 4, r.is, r.amount, r.after, reservation_id{4}, noon});
    CHECK(decided->said.sequence == 4);
    CHECK(decided->said.balance == r.after);
    CHECK(decided->said.amount == r.amount);
  }
}

TEST_CASE("wallet: what is said of each kind") {
  const auto said = [](kind is) {
    return move({ann, 1, 10}, is, 1, {}, noon)->said.is;
  };
  CHECK(said(kind::charge) == event::kind::point_charged);
  CHECK(said(kind::use) == event::kind::point_used);
  CHECK(said(kind::payment) == event::kind::point_used);
  CHECK(said(kind::refund) == event::kind::point_refunded);
}

TEST_CASE("wallet: an amount out of bounds is a bug") {
  const auto amount = GENERATE(points{0}, points{-1}, amount_max + 1);
  CHECK_THROWS_AS(move({ann, 1, 10}, kind::charge, amount, {}, noon), broken_invariant);
}

TEST_CASE("wallet: on a random walk the ledger sums to the balance") {
  const auto seed = GENERATE(range(0u, 50u));
  INFO("actor_rules_test 'wallet: on a random walk*' with seed " << seed);
  dice chance{seed};
  wallet_row w{ann, 0, chance.one_in(2) ? 0 : balance_max - 2 * amount_max};
  auto sum = w.balance;
  for (int i = 0; i < 500; ++i) {
    const auto is = kind(1 + chance.roll(4));
    const auto amount = points(1 + chance.roll(chance.one_in(3) ? amount_max : 1'000));
    const auto decided = move(w, is, amount, {}, noon);
    if (!decided)
      continue;
    const bool adds = is == kind::charge || is == kind::refund;
    sum += adds ? amount : -amount;
    REQUIRE(decided->entry.entry == w.version + 1);
    w = decided->next;
    REQUIRE(w.balance == sum);
    REQUIRE(w.balance == decided->entry.balance);
    REQUIRE(w.balance >= 0);
    REQUIRE(w.balance <= balance_max);
  }
}
