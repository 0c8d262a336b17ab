#include "tests/persistence/outbox/drain_bench.hpp"

using namespace frontrow;
using namespace frontrow::test;

namespace {

using mood = fake_broker::mood;
using state = outbox_lane::state;
using positions = std::vector<std::uint64_t>;

} // namespace

TEST_CASE("a refused event holds back its aggregate and nobody else") {
  drain_bench at;
  at.to->refused = {"wallet/2"};
  happen_in_turn(at, 1, 9);
  CHECK(at.to->positions() == positions{1, 3, 4, 6, 7, 9});
  CHECK(at.seen->published == 9);
  CHECK(at.seen->waiting == 3);
  const auto parked = at.view().parked;
  REQUIRE(parked.size() == 3);
  CHECK(parked[0].position == 2);
  CHECK(parked[0].why == "ERR too big");
  CHECK(parked[1].why == "behind position 2");

  // Accepting later ones now would turn them around.
  at.to->refused.clear();
  happen_in_turn(at, 10, 12);
  CHECK(at.to->positions() == positions{1, 3, 4, 6, 7, 9, 10, 12});

  SECTION("a restart forgets none of it") {
    at.begin();
    CHECK(at.seen->waiting == 4);
    at.happen(2, 5);
    CHECK(at.seen->waiting == 5);
  }
  SECTION("replayed, they come in order behind everything, and the next ones directly") {
    const auto said = at.replay("wallet/2");
    CHECK(said.done == 4);
    CHECK(said.waiting == 0);
    CHECK(at.to->positions() == positions{1, 3, 4, 6, 7, 9, 10, 12, 2, 5, 8, 11});
    CHECK(at.to->last == entry_id{12, 4});
    happen_in_turn(at, 13, 15);
    CHECK(at.to->last == entry_id{15, 0});
    at.begin();
    CHECK(at.view().parked.empty());
    CHECK(at.to->positions().size() == 15);
  }
  SECTION("what is refused again stays") {
    at.to->refused = {"wallet/2"};
    const auto said = at.replay("");
    CHECK(said.done == 0);
    CHECK(said.waiting == 4);
    CHECK(said.why == "ERR too big");
  }
  SECTION("without a broker nothing is replayed") {
    at.to->is = mood::away;
    const auto said = at.replay("wallet/2");
    CHECK(said.waiting == 4);
    CHECK_FALSE(said.why.empty());
  }
  SECTION("given up, they never come, not even when the stream forgets everything") {
    CHECK(at.discard("wallet/2", 2).done == 1);
    CHECK(at.seen->discarded == 1);
    CHECK(at.replay("wallet/2").done == 3);
    at.to->forget();
    at.begin();
    CHECK(at.to->positions() == positions{1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    CHECK(at.seen->waiting == 0);
  }
  SECTION("all of an aggregate can be given up at once") {
    CHECK(at.discard("wallet/2").done == 4);
    CHECK(at.discard("wallet/2").done == 0);
    at.happen(2, 5);
    CHECK(at.to->positions().back() == 13);
  }
}

TEST_CASE("a whole page of parked events does not stand in the way") {
  drain_bench at{2};
  at.to->refused = {"wallet/2"};
  for (std::uint64_t n = 1; n <= 9; ++n)
    at.happen(2, n);
  CHECK(at.seen->waiting == 9);
  at.happen(1, 1);
  CHECK(at.to->positions() == positions{10});
  at.to->refused.clear();
  CHECK(at.replay("").done == 9);
  CHECK(at.to->positions() == positions{10, 1, 2, 3, 4, 5, 6, 7, 8, 9});
}

TEST_CASE("events replayed while nothing is published behind them do not come twice") {
  drain_bench at;
  at.happen(1, 1);
  at.to->refused = {"wallet/2"};
  at.happen(2, 1);
  at.to->refused.clear();
  CHECK(at.replay("wallet/2").done == 1);
  at.begin();
  at.happen(1, 2);
  CHECK(at.to->positions() == positions{1, 2, 3});
}

TEST_CASE("nothing behind a refused event is published before it is durably parked") {
  drain_bench at;
  at.to->refused = {"wallet/2"};
  at.to->is = mood::resting;
  happen_in_turn(at, 1, 6);
  at.to->is = mood::well;
  at.fault = commit_fault::before;
  at.pass(milliseconds{300});
  CHECK(at.to->positions() == positions{1});
  at.fault = commit_fault::none;
  at.pass(std::chrono::seconds{2});
  CHECK(at.to->positions() == positions{1, 3, 4, 6});
  CHECK(at.seen->waiting == 2);
}

TEST_CASE("what was replayed and not noted as such comes again rather than never") {
  drain_bench at;
  at.to->refused = {"wallet/2"};
  happen_in_turn(at, 1, 3);
  at.to->refused.clear();
  at.fault = commit_fault::before;
  auto said = at.ask<parked_outcome>(at.drain, replay_parked{.subject = "wallet/2"});
  at.settle();
  CHECK_FALSE(said->has_value());
  CHECK(at.to->positions() == positions{1, 3, 2});
  at.fault = commit_fault::none;
  at.begin();
  CHECK(at.replay("wallet/2").done == 1);
  CHECK(at.to->positions() == positions{1, 3, 2, 2});
}
