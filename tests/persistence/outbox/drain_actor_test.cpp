#include "tests/persistence/outbox/drain_bench.hpp"

using namespace frontrow;
using namespace frontrow::test;

namespace {

using mood = fake_broker::mood;
using state = outbox_lane::state;
using positions = std::vector<std::uint64_t>;

} // namespace

TEST_CASE("what is committed is published at its position, in order, without being asked") {
  drain_bench at;
  happen_in_turn(at, 1, 10);
  CHECK(at.to->positions() == positions{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  CHECK(at.to->last == entry_id{10, 0});
  CHECK(at.seen->published == 10);
  CHECK(at.seen->oldest == 0);
}

TEST_CASE("a new process goes on where the stream ends") {
  drain_bench at;
  happen_in_turn(at, 1, 5);
  at.to->is = mood::away;
  happen_in_turn(at, 6, 20);
  at.to->is = mood::well;
  at.begin();
  CHECK(at.to->positions().size() == 20);
  CHECK(at.to->last == entry_id{20, 0});
}

TEST_CASE("a broker that is away delays events and loses none, and the lag is seen") {
  drain_bench at;
  happen_in_turn(at, 1, 2);
  at.to->is = mood::away;
  happen_in_turn(at, 3, 12);
  at.pass(std::chrono::seconds{2});
  CHECK(at.seen->is == state::away);
  CHECK(at.seen->published == 2);
  CHECK(at.seen->last == 12);
  CHECK(at.seen->oldest == (noon + std::chrono::seconds{1}).time_since_epoch().count());
  CHECK(at.seen->retries > 0);
  CHECK(at.seen->waiting == 0);
  at.to->is = mood::well;
  at.pass(milliseconds{200});
  CHECK(at.to->positions() == positions{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
  // Once lost, once there again; that events flow from the start is no news.
  CHECK(at.told.size() == 2);
}

TEST_CASE("an answer that got lost leads to no second entry") {
  drain_bench at;
  at.to->is = mood::mute;
  happen_in_turn(at, 1, 3);
  at.to->is = mood::well;
  at.pass(milliseconds{2'000});
  happen_in_turn(at, 4, 6);
  CHECK(at.to->positions() == positions{1, 2, 3, 4, 5, 6});
}

TEST_CASE("a stream that forgot is filled again from where it ends") {
  drain_bench at;
  happen_in_turn(at, 1, 9);
  at.to->forget_after({4, 0});
  SECTION("as the next event shows") {
    happen_in_turn(at, 10, 10);
  }
  SECTION("as is seen without any event") {
    at.pass(std::chrono::seconds{2});
    at.happen(1, 4);
  }
  SECTION("or it forgot everything") {
    at.to->forget();
    at.pass(std::chrono::seconds{2});
    at.happen(1, 4);
  }
  CHECK(at.to->positions() == positions{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  CHECK(at.seen->republished >= 5);
}

TEST_CASE("a stream that is ahead of the store is left alone, loudly, until it is put away") {
  drain_bench at;
  at.to->last = {7, 0};
  happen_in_turn(at, 1, 3);
  at.pass(std::chrono::seconds{2});
  CHECK(at.to->positions().empty());
  CHECK(at.seen->is == state::refusing);
  CHECK(at.view().lanes.front().why.starts_with("the stream ends at position 7"));
  at.to->forget();
  at.pass(std::chrono::seconds{2});
  CHECK(at.to->positions() == positions{1, 2, 3});
}

TEST_CASE("a stream of another history is left alone though it is short enough") {
  drain_bench at;
  at.to->entries[{2, 0}] = {.position = 2, .what = event_of(2)};
  at.to->last = {2, 0};
  happen_in_turn(at, 1, 5);
  at.pass(std::chrono::seconds{2});
  CHECK(at.to->positions() == positions{2});
  CHECK(at.seen->is == state::refusing);
}
