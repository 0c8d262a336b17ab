#include "tests/actors/doors.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

struct bench : doors {
  bench() : doors{show_of(9)} {}

  std::optional<answer_row> kept(user_id user, operation what, std::string key) {
    return *answer<std::optional<answer_row>>(writer, find_answer{user, what, std::move(key)});
  }
};

command with_body(command c, std::uint64_t body) {
  c.body = {body, body};
  return c;
}

} // namespace

TEST_CASE("keeper: the same key gets the same answer") {
  bench at;
  const auto first = at.done(doors::reserve(ann, 1));
  REQUIRE(first->no == refusal::none);
  CHECK_FALSE(first->replayed);
  const bool is_fresh = GENERATE(false, true);
  if (is_fresh)
    at.restart();
  const auto again = at.done(doors::reserve(ann, 1));
  CHECK(again->replayed);
  CHECK(again->reservation == first->reservation);
  CHECK(again->at == first->at);
  CHECK(at.available() == 8);
}

TEST_CASE("keeper: another body under the same key is a mismatch") {
  bench at;
  REQUIRE(at.done(with_body(doors::charge(ann, 5, "k"), 1))->balance == 5);
  if (GENERATE(false, true))
    at.restart();
  CHECK(at.done(with_body(doors::charge(ann, 6, "k"), 2))->no == refusal::idempotency_mismatch);
  CHECK(at.wallet(ann).balance == 5);
}

TEST_CASE("keeper: a key's scope is its user and operation") {
  bench at;
  CHECK(at.done(doors::charge(ann, 5, "k"))->balance == 5);
  CHECK(at.done(doors::charge(bob, 7, "k"))->balance == 7);
  CHECK(at.done(doors::use(ann, 5, "k"))->balance == 0);
}

TEST_CASE("keeper: repeats of a running command wait for its outcome") {
  bench at;
  auto first = at.start(with_body(doors::charge(ann, 5, "k"), 1));
  auto again = at.start(with_body(doors::charge(ann, 5, "k"), 1));
  auto other = at.start(with_body(doors::charge(ann, 6, "k"), 2));
  at.settle();
  CHECK((**first)->balance == 5);
  CHECK_FALSE((**first)->replayed);
  CHECK((**again)->balance == 5);
  CHECK((**again)->replayed);
  CHECK((**other)->no == refusal::idempotency_mismatch);
  CHECK(at.wallet(ann).version == 1);
}

TEST_CASE("keeper: a repeat waits only so long") {
  bench at;
  // A wallet whose turn never comes: a checkout has it.
  caf::anon_send(at.wallets, prepare_wallet{ann, ledger_row::kind::refund, 1, reservation_id{5}});
  at.settle();
  auto first = at.start(doors::charge(ann, 5, "k"));
  auto again = at.start(doors::charge(ann, 5, "k"));
  at.settle();
  at.wait(4s);
  CHECK(is_open(again));
  at.wait(1s);
  REQUIRE_FALSE(is_open(again));
  CHECK((**again)->no == refusal::idempotency_in_progress);
  CHECK(is_open(first));
  caf::anon_send(at.wallets, settle_wallet{ann, reservation_id{5}, settled::dropped});
  at.settle();
  CHECK((**first)->balance == 5);
  CHECK(at.done(doors::charge(ann, 5, "k"))->replayed);
}

TEST_CASE("keeper: business refusals are kept") {
  bench at;
  CHECK(at.done(doors::use(ann, 5, "k"))->no == refusal::insufficient_balance);
  REQUIRE(at.done(doors::charge(ann, 5))->balance == 5);
  if (GENERATE(false, true))
    at.restart();
  const auto again = at.done(doors::use(ann, 5, "k"));
  CHECK(again->no == refusal::insufficient_balance);
  CHECK(again->replayed);
  CHECK(at.kept(ann, operation::use, "k")->answer.no == refusal::insufficient_balance);
  CHECK(at.done(doors::use(ann, 5, "other"))->balance == 0);
}

TEST_CASE("keeper: refusals that a better request could change are not kept") {
  bench at;
  auto wish = doors::use(ann, 5, "k");
  wish.has_match = true;
  wish.if_version = 7;
  CHECK(at.done(wish)->no == refusal::version_conflict);
  CHECK_FALSE(at.kept(ann, operation::use, "k"));
  REQUIRE(at.done(doors::charge(ann, 5))->wallet_version == 1);
  wish.if_version = 1;
  CHECK(at.done(wish)->balance == 0);
  // And once it has succeeded, its answer is repeated although the version is old now.
  at.restart();
  const auto again = at.done(wish);
  CHECK(again->no == refusal::none);
  CHECK(again->replayed);
}

TEST_CASE("keeper: a failure keeps nothing, and the same key may try again") {
  bench at;
  at.fault = GENERATE(commit_fault::before, commit_fault::after, commit_fault::full);
  auto first = at.start(doors::charge(ann, 5, "k"));
  auto again = at.start(doors::charge(ann, 5, "k"));
  at.settle();
  CHECK_FALSE(**first);
  CHECK_FALSE(**again);
  const bool is_there = at.fault == commit_fault::after;
  at.fault = commit_fault::none;
  const auto out = at.done(doors::charge(ann, 5, "k"));
  CHECK(out->balance == 5);
  CHECK(out->replayed == is_there);
  CHECK(at.wallet(ann).balance == 5);
}

TEST_CASE("keeper: a refusal that could not be kept is no answer") {
  bench at;
  at.fault = commit_fault::before;
  CHECK_FALSE(at.done(doors::use(ann, 5, "k")));
  at.fault = commit_fault::none;
  CHECK(at.done(doors::use(ann, 5, "k"))->no == refusal::insufficient_balance);
}

TEST_CASE("keeper: an answer that ages out while its key is still known is not made up") {
  bench at;
  REQUIRE(at.done(doors::charge(ann, 5, "k"))->balance == 5);
  at.restart();
  at.now += 24h;
  const auto out = at.done(doors::charge(ann, 5, "k"));
  if (out)
    CHECK(out->balance == at.wallet(ann).balance);
  else
    CHECK(out.error() == store_failure::unavailable);
  CHECK(at.done(doors::charge(ann, 5, "k"))->balance == 10);
  CHECK(at.wallet(ann).balance == 10);
}

TEST_CASE("keeper: without a key every command is a new one") {
  bench at;
  CHECK(at.done(doors::charge(ann, 5))->balance == 5);
  CHECK(at.done(doors::charge(ann, 5))->balance == 10);
}
