#include "tests/cluster/town.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;

namespace {

struct three : town {
  three() { wait(milliseconds{1'000}); }

  node& a = settle_in("a");
  node& b = settle_in("b");
  node& c = settle_in("c");
};

} // namespace

TEST_CASE("three nodes share all shards") {
  three at;
  CHECK(at.served(at.a) + at.served(at.b) + at.served(at.c) == shard_count);
  for (const auto* one : {&at.a, &at.b, &at.c}) {
    CHECK(at.served(*one) >= shard_count / 3);
    CHECK(one->seen->members == 3);
    CHECK(one->seen->unowned == 0);
  }
}

TEST_CASE("any node answers for a wallet, and for its key, wherever it lives") {
  three at;
  const auto user = at.user_of(at.b);
  const auto first = at.charge(at.a, user, "k");
  REQUIRE(first);
  CHECK(first->balance == 10);
  CHECK(at.charge(at.b, user, "l")->balance == 20);
  CHECK(at.charge(at.c, user, "m")->balance == 30);
  CHECK(at.answer<wallet_row>(at.a.doors.wallets, read_wallet{user})->balance == 30);
}

TEST_CASE(
    "what a lost node owned is the others' when its lease is over, and who waits is answered") {
  three at;
  const auto user = at.user_of(at.b);
  CHECK(at.charge(at.a, user, "k")->balance == 10);
  at.kill(at.b);
  auto waiting = at.ask<outcome>(at.a.doors.wallets, town::charging(user, "l"));
  at.settle();
  CHECK_FALSE(waiting->has_value());
  at.wait(at.pace.lease + milliseconds{1'000});
  REQUIRE(waiting->has_value());
  REQUIRE(**waiting);
  CHECK((**waiting)->balance == 20);
  CHECK(at.served(at.a) + at.served(at.c) == shard_count);
}

TEST_CASE("who could not renew his lease answers nobody, and is declared dead") {
  three at;
  const auto user = at.user_of(at.b);
  CHECK(at.charge(at.b, user, "k")->balance == 10);
  // It is stopped, as a machine may be: only its heart.
  caf::anon_send_exit(at.b.membership, caf::exit_reason::kill);
  at.wait(at.pace.lease);
  auto read = at.ask<wallet_row>(at.b.doors.wallets, read_wallet{user});
  at.settle();
  CHECK_FALSE(read->has_value());
  at.wait(milliseconds{1'000});
  CHECK(at.charge(at.a, user, "l")->balance == 20);
  // What it still believes to own it cannot write.
  CHECK_FALSE(at.answer<outcome>(at.b.keepers.wallets, town::charging(user, "m")));
  CHECK(at.answer<wallet_row>(at.a.doors.wallets, read_wallet{user})->balance == 20);
}

TEST_CASE("a node that drains gives everything away and fails nobody") {
  three at;
  const auto user = at.user_of(at.b);
  CHECK(at.charge(at.a, user, "k")->balance == 10);
  auto drained = at.ask<cluster_view>(at.registrar, drain_node{at.b.id, true});
  points balance = 10;
  for (int n = 0; n < 40; ++n) {
    auto said = at.ask<outcome>(n % 2 == 0 ? at.a.doors.wallets : at.b.doors.wallets,
                                town::charging(user, "k" + std::to_string(n)));
    at.wait(milliseconds{50});
    REQUIRE(said->has_value());
    REQUIRE(**said);
    balance += 10;
    CHECK((**said)->balance == balance);
  }
  CHECK(at.served(at.b) == 0);
  CHECK(at.served(at.a) + at.served(at.c) == shard_count);
  CHECK_FALSE(at.b.is_buried);
}

TEST_CASE("a newcomer gets his share, and what moves keeps its state") {
  town at;
  auto& a = at.settle_in("a");
  at.wait(milliseconds{1'000});
  REQUIRE(at.served(a) == shard_count);
  for (std::uint64_t user = 1; user <= 50; ++user)
    CHECK(at.charge(a, user_id{user}, "k")->balance == 10);
  auto& b = at.settle_in("b");
  at.wait(milliseconds{1'000});
  CHECK(at.served(b) == shard_count / 2);
  for (std::uint64_t user = 1; user <= 50; ++user)
    CHECK(at.charge(b, user_id{user}, "l")->balance == 20);
}
