#include "tests/persistence/postgres/in_postgres.hpp"

using namespace frontrow;
using namespace frontrow::test;

#define FRONTROW_STORES in_memory, in_pieces, in_sqlite, in_postgres

namespace {

constexpr auto committed = commit_result::committed;
constexpr auto key_known = commit_result::key_known;
using results = std::vector<commit_result>;

} // namespace

TEMPLATE_TEST_CASE("an answer is found as it was kept", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  CHECK_FALSE(kept.find(user_id{101}, operation::reserve, "k"));
  CHECK(kept.commit({set_of(answer_of("j")), set_of(answer_of("k"), wallet_at(1))})
        == results{committed, committed});
  CHECK(kept.find(user_id{101}, operation::reserve, "k") == answer_of("k"));
  CHECK_FALSE(kept.find(user_id{102}, operation::reserve, "k"));
  CHECK_FALSE(kept.find(user_id{101}, operation::confirm, "k"));
  CHECK_FALSE(kept.find(user_id{101}, operation::reserve, "K"));
  kept.reopen();
  CHECK(kept.find(user_id{101}, operation::reserve, "j") == answer_of("j"));
  CHECK(kept.find(user_id{101}, operation::reserve, "k") == answer_of("k"));
}

TEMPLATE_TEST_CASE("a second answer to a key is refused", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  auto other = answer_of("k");
  other.answer.price = 1;
  SECTION("in a batch of its own") {
    CHECK(kept.commit_one(set_of(answer_of("k"))) == committed);
    CHECK(kept.commit_one(set_of(wallet_at(1), other)) == key_known);
  }
  SECTION("in the same batch") {
    CHECK(kept.commit({set_of(answer_of("k")), set_of(wallet_at(1), other)})
          == results{committed, key_known});
  }
  SECTION("after the store was opened again") {
    CHECK(kept.commit_one(set_of(answer_of("k"))) == committed);
    kept.reopen();
    CHECK(kept.commit_one(set_of(wallet_at(1), other)) == key_known);
  }
  CHECK(kept.read(load_wallet{user_id{101}}).version == 0);
  CHECK(kept.find(user_id{101}, operation::reserve, "k") == answer_of("k"));
}

TEMPLATE_TEST_CASE("a known key speaks before a deadline and a conflict", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  auto set = set_of(wallet_at(1), answer_of("k"));
  CHECK(kept.commit_one(set) == committed);
  set.deadline = noon;
  CHECK(kept.commit_one(set) == key_known);
}

TEMPLATE_TEST_CASE("a refused write set leaves its key free", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  const auto good = set_of(answer_of("k"));
  CHECK(kept.commit({set_of(answer_of("k"), wallet_at(1, 1), wallet_at(5)), good})
        == results{commit_result::conflict, committed});
}

TEMPLATE_TEST_CASE("answers are purged when their life is over", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  const auto life = std::chrono::hours{24};
  CHECK(kept.commit_one(set_of(answer_of("old"))) == committed);
  CHECK(kept.commit_one(set_of(answer_of("young")), noon + life / 2) == committed);
  CHECK(kept.commit_one(set_of(wallet_at(1)), noon + life - milliseconds{1}) == committed);
  CHECK(kept.find(user_id{101}, operation::reserve, "old"));
  CHECK(kept.commit_one(set_of(wallet_at(2)), noon + life) == committed);
  CHECK_FALSE(kept.find(user_id{101}, operation::reserve, "old"));
  CHECK(kept.find(user_id{101}, operation::reserve, "young"));
  CHECK(kept.commit_one(set_of(answer_of("old")), noon + life) == committed);
  kept.reopen();
  CHECK(kept.find(user_id{101}, operation::reserve, "old"));
  CHECK(kept.find(user_id{101}, operation::reserve, "young"));
}

TEMPLATE_TEST_CASE("many keys are told apart", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  for (int batch = 0; batch < 20; ++batch) {
    std::vector<write_set> sets;
    for (int n = 0; n < 100; ++n)
      sets.push_back(set_of(answer_of("key " + std::to_string(100 * batch + n))));
    for (auto result : kept.commit(sets))
      CHECK(result == committed);
  }
  kept.reopen();
  for (int n = 0; n < 2'000; n += 37) {
    const auto key = "key " + std::to_string(n);
    CHECK(kept.find(user_id{101}, operation::reserve, key) == answer_of(key));
    CHECK(kept.commit_one(set_of(answer_of(key))) == key_known);
  }
  CHECK_FALSE(kept.find(user_id{101}, operation::reserve, "key 2000"));
}
