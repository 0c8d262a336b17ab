#include "tests/persistence/outbox/drain_bench.hpp"

using namespace frontrow;
using namespace frontrow::test;

namespace {

using state = outbox_lane::state;
using positions = std::vector<std::uint64_t>;

/// Two nodes' drains; the first leads.
struct bench : drain_bench {
  std::shared_ptr<lane_figures> other_seen = std::make_shared<lane_figures>();
  drain_shell other = add_drain(other_seen);
};

} // namespace

TEST_CASE("a drain that does not lead publishes nothing, and shows nothing of it") {
  bench at;
  at.lead(at.drain, false);
  happen_in_turn(at, 1, 5);
  at.pass(std::chrono::seconds{3});
  CHECK(at.to->positions().empty());
  CHECK_FALSE(at.seen->is_leading);
  CHECK_FALSE(at.other_seen->is_leading);
  CHECK_FALSE(at.seen->is_known);
  at.lead(at.other, true);
  CHECK(at.to->positions() == positions{1, 2, 3, 4, 5});
  CHECK(at.other_seen->is_leading);
  CHECK(at.other_seen->is == state::flowing);
  // Nobody tells it of events that were committed elsewhere: it looks.
  at.happen(7, 1);
  at.pass(std::chrono::seconds{2});
  CHECK(at.to->positions() == positions{1, 2, 3, 4, 5, 6});
  // Or it is told.
  at.happen(7, 2);
  anon_send(at.other, events_committed{.partition = 0, .last = 7});
  at.settle();
  CHECK(at.to->positions().size() == 7);
  CHECK(at.other_seen->delay_nanoseconds == 0);
}

TEST_CASE("two drains that lead at once publish each event once") {
  bench at;
  at.lead(at.other, true);
  for (std::uint64_t n = 1; n <= 40; ++n) {
    at.happen(n % 3 + 1, n);
    // The second hears of some, and of some before the first.
    if (n % 4 == 0)
      anon_send(at.other, events_committed{.partition = 0, .last = n});
    if (n % 5 == 0)
      at.pass(milliseconds{300});
  }
  at.pass(std::chrono::seconds{3});
  positions all;
  for (std::uint64_t n = 1; n <= 40; ++n)
    all.push_back(n);
  CHECK(at.to->positions() == all);
  CHECK(at.other_seen->published == 40);
  CHECK(at.told.empty());
}

TEST_CASE("who begins to lead knows what the one before parked, and what went since") {
  bench at;
  at.to->refused = {"wallet/2"};
  happen_in_turn(at, 1, 6);
  CHECK(at.seen->waiting == 2);
  at.lead(at.drain, false);
  at.lead(at.other, true);
  CHECK(at.other_seen->waiting == 2);
  at.happen(2, 3);
  at.happen(1, 3);
  at.pass(std::chrono::seconds{2});
  CHECK(at.to->positions() == positions{1, 3, 4, 6, 8});
  CHECK(at.other_seen->waiting == 3);
  at.to->refused = {};
  const auto done = *at.answer<parked_outcome>(at.other, replay_parked{.subject = "wallet/2"});
  CHECK((done.done == 3 && done.waiting == 0));
  // Back with the first: its memory of what waits is an old one.
  at.lead(at.other, false);
  at.lead(at.drain, true);
  CHECK(at.seen->waiting == 0);
  at.happen(2, 4);
  CHECK(at.to->positions().size() == 9);
  CHECK(at.to->last == entry_id{9, 0});
}

TEST_CASE("a drain that does not lead takes no errands, and gives up those it has") {
  bench at;
  at.to->refused = {"wallet/2"};
  happen_in_turn(at, 1, 6);
  const replay_parked wish{.subject = "wallet/2"};
  CHECK_THAT(at.answer<parked_outcome>(at.other, wish)->why,
             Catch::Matchers::Contains("another node publishes"));
  auto answer = at.ask<parked_outcome>(at.drain, wish);
  at.step(at.drain);
  anon_send(at.drain, lead_drain{false});
  at.settle();
  REQUIRE(answer->has_value());
  at.lead(at.drain, true);
  CHECK(at.seen->waiting == 2);
}
