#include "tests/actors/doors.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

struct bench : doors {
  bench() : doors{show_of(1)} {}

  auto moving(const command& what) { return ask<outcome>(wallets, move_points{ann, what}); }
  auto moved(const command& what) { return *answer<outcome>(wallets, move_points{ann, what}); }
  auto preparing(points amount) {
    return ask<prepared_wallet>(
        wallets, prepare_wallet{ann, ledger_row::kind::payment, amount, reservation_id{5}});
  }
  void settle_as(settled how) {
    caf::anon_send(wallets, settle_wallet{ann, reservation_id{5}, how});
    settle();
  }
  points balance() { return answer<wallet_row>(wallets, read_wallet{ann})->balance; }

  /// The sum of the ledger is the balance, always.
  void check() {
    points sum = 0;
    for (const auto& e : read(list_ledger{ann, 0, 10'000})) {
      const bool adds = e.is == ledger_row::kind::charge || e.is == ledger_row::kind::refund;
      sum += adds ? e.amount : -e.amount;
    }
    CHECK(sum == wallet(ann).balance);
  }
};

} // namespace

TEST_CASE("wallet actor: moves are made in the order in which they came") {
  bench at;
  auto charge = at.moving(doors::charge(ann, 100));
  auto use = at.moving(doors::use(ann, 70));
  auto again = at.moving(doors::use(ann, 70));
  auto last = at.moving(doors::use(ann, 30));
  at.settle();
  CHECK((**charge)->balance == 100);
  CHECK((**use)->balance == 30);
  CHECK((**again)->no == refusal::insufficient_balance);
  CHECK((**again)->balance == 30);
  CHECK((**last)->balance == 0);
  CHECK((**last)->wallet_version == 3);
  at.check();
}

TEST_CASE("wallet actor: readers see only what is saved") {
  bench at;
  auto charge = at.moving(doors::charge(ann, 100));
  while (is_open(charge)) {
    auto read = at.ask<wallet_row>(at.wallets, read_wallet{ann});
    while (is_open(read))
      at.step();
    CHECK((**read)->balance <= at.wallet(ann).balance);
  }
}

TEST_CASE("wallet actor: a lost race is decided anew") {
  bench at;
  CHECK(at.moved(doors::charge(ann, 100)).no == refusal::none);
  at.put(
      {wallet_row{ann, 2, 150}, ledger_row{ann, 2, ledger_row::kind::charge, 50, 150, {}, noon}});
  const auto out = at.moved(doors::use(ann, 60));
  CHECK(out.balance == 90);
  CHECK(out.wallet_version == 3);
  at.check();
}

TEST_CASE("wallet actor: an old version is refused before anything else") {
  bench at;
  REQUIRE(at.moved(doors::charge(ann, 100)).no == refusal::none);
  auto c = doors::use(ann, 500);
  c.has_match = true;
  c.if_version = 0;
  CHECK(at.moved(c).no == refusal::version_conflict);
  CHECK(at.moved(c).wallet_version == 1);
  c.if_version = 1;
  CHECK(at.moved(c).no == refusal::insufficient_balance);
  c.amount = 100;
  CHECK(at.moved(c).no == refusal::none);
}

TEST_CASE("wallet actor: a checkout locks it, and others wait for their turn") {
  bench at;
  REQUIRE(at.moved(doors::charge(ann, 100)).no == refusal::none);
  auto half = at.preparing(80);
  auto use = at.moving(doors::use(ann, 50));
  at.settle();
  REQUIRE((**half)->no == refusal::none);
  CHECK((**half)->wallet.balance == 20);
  CHECK(is_open(use));
  CHECK(at.balance() == 100);
  SECTION("dropped") {
    at.settle_as(settled::dropped);
    CHECK((**use)->balance == 50);
  }
  SECTION("saved") {
    at.put({(**half)->wallet, (**half)->entry});
    at.settle_as(settled::saved);
    CHECK((**use)->no == refusal::insufficient_balance);
    CHECK(at.balance() == 20);
  }
  SECTION("doubtful: whoever waits hears a failure, and the store tells") {
    at.put({(**half)->wallet, (**half)->entry});
    at.settle_as(settled::doubtful);
    REQUIRE_FALSE(is_open(use));
    CHECK_FALSE(**use);
    CHECK(at.balance() == 20);
  }
  at.check();
}

TEST_CASE("wallet actor: a checkout that never comes back is forgotten, not believed") {
  bench at;
  REQUIRE(at.moved(doors::charge(ann, 100)).no == refusal::none);
  auto half = at.preparing(80);
  at.settle();
  at.now += milliseconds{prepared_wait_max_ms};
  CHECK_FALSE(at.answer<outcome>(at.wallets, move_points{ann, doors::use(ann, 1)}));
  CHECK(at.balance() == 100);
  // It had only been slow.
  at.put({(**half)->wallet, (**half)->entry});
  at.settle_as(settled::saved);
  CHECK(at.balance() == 20);
  at.check();
}

TEST_CASE("wallet actor: a refused payment leaves no lock") {
  bench at;
  auto half = at.preparing(80);
  at.settle();
  CHECK((**half)->no == refusal::insufficient_balance);
  CHECK(at.moved(doors::charge(ann, 1)).balance == 1);
}

TEST_CASE("wallet actor: stops in doubt, tells all who wait, and comes back as the store has it") {
  bench at;
  at.fault = GENERATE(commit_fault::before, commit_fault::after, commit_fault::full);
  auto first = at.moving(doors::charge(ann, 100));
  auto second = at.moving(doors::charge(ann, 100));
  at.settle();
  CHECK_FALSE(**first);
  CHECK_FALSE(**second);
  const points expected = at.fault == commit_fault::after ? 100 : 0;
  at.fault = commit_fault::none;
  CHECK(at.balance() == expected);
  at.check();
}

TEST_CASE("wallet actor: only so many may wait, and a thousand refusals in a row are no trouble") {
  bench at;
  auto half = at.preparing(1);
  at.settle();
  REQUIRE(at.moved(doors::charge(ann, 1)).no == refusal::none);
  half = at.preparing(1);
  at.settle();
  std::vector<decltype(at.moving({}))> waiting;
  for (std::size_t i = 0; i <= wallet_turns_max; ++i)
    waiting.push_back(at.moving(doors::use(ann, 2)));
  at.settle();
  REQUIRE_FALSE(is_open(waiting.back()));
  CHECK((*waiting.back())->error() == store_failure::overloaded);
  at.settle_as(settled::dropped);
  for (std::size_t i = 0; i < wallet_turns_max; ++i)
    REQUIRE((**waiting[i])->no == refusal::insufficient_balance);
}
