#include "actors/keeper/recent_answers.hpp"

#include "tests/actors/samples.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;

namespace {

answer_row answer_of(std::uint64_t body, points balance) {
  answer_row a;
  a.body = {body, body};
  a.answer.balance = balance;
  return a;
}

} // namespace

TEST_CASE("recent answers: the oldest goes first") {
  recent_answers recent{2};
  recent.put("a", answer_of(1, 10));
  recent.put("b", answer_of(1, 20));
  recent.put("a", answer_of(1, 11));
  recent.put("c", answer_of(1, 30));
  CHECK(recent.find("a") == nullptr);
  REQUIRE(recent.find("b") != nullptr);
  CHECK(recent.find("b")->answer.balance == 20);
  CHECK(recent.find("c")->answer.balance == 30);
}

TEST_CASE("recent answers: a repeat gets the answer, another body a mismatch") {
  const auto kept = answer_of(1, 10);
  const auto again = repeat(kept, {1, 1});
  CHECK(again.balance == 10);
  CHECK(again.replayed);
  const auto other = repeat(kept, {1, 2});
  CHECK(other.no == refusal::idempotency_mismatch);
  CHECK(other.balance == 0);
}

TEST_CASE("recent answers: a key that begins with a digit does not name another user's scope") {
  CHECK(scope_of(user_id{1}, operation::reserve, "1k")
        != scope_of(user_id{11}, operation::reserve, "k"));
  CHECK(scope_of(user_id{1}, operation::confirm, "3k")
        != scope_of(user_id{12}, operation::cancel, "k"));
  CHECK(scope_of(ann, operation::confirm, "k") != scope_of(ann, operation::cancel, "k"));
  CHECK(scope_of(ann, operation::confirm, "k") == scope_of(ann, operation::confirm, "k"));
}
