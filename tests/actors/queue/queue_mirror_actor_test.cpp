#include "tests/actors/queue/mirror_bench.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

using bench = mirror_bench;
using mood = forgetful_lines::mood;
using news = line_news::kind;

} // namespace

TEST_CASE("mirrored queue: nothing of it is in the store but how many places there may be") {
  bench at{2};
  const auto tickets = at.enter_all(5);
  CHECK(tickets[1].is_active);
  CHECK(tickets[4].position == 3);
  CHECK(at.enter(4)->token == tickets[3].token);
  CHECK(at.read(load_queue{evening}).empty());
  CHECK(at.read(load_counter{"queue.500.places"}) >= 5);
  CHECK(at.lines->lines[evening].rows.size() == 5);
  CHECK(at.active_kept() == 2);
  CHECK(at.said.empty());
}

TEST_CASE("mirrored queue: thousands who come together share a few rounds") {
  bench at{2};
  at.enter(9'999);
  const auto before = at.lines->rounds;
  std::vector<decltype(at.entering(1))> places;
  for (std::uint64_t user = 1; user <= 3'000; ++user)
    places.push_back(at.entering(user));
  at.settle();
  for (auto& each : places)
    REQUIRE(*each);
  CHECK(at.lines->rounds - before <= 6);
  CHECK(at.lines->largest <= 1'001);
}

TEST_CASE("mirrored queue: a restart changes nobody's place") {
  bench at{2};
  const auto tickets = at.enter_all(6);
  REQUIRE(at.leave(tickets[3])->no == refusal::none);
  at.restart();
  CHECK(at.look(tickets[0])->is_active);
  CHECK(at.look(tickets[2])->position == 1);
  CHECK(at.look(tickets[5])->position == 3);
  CHECK(at.look(tickets[3])->no == refusal::token_unknown);
  // Above all places that can have been signed.
  CHECK(raw(at.enter(7)->place.place) > 1'024);
  CHECK(at.enter(7)->position == 4);
}

TEST_CASE("mirrored queue: while its keeper is away, who is known is answered and nobody let in") {
  bench at{1};
  const auto tickets = at.enter_all(3);
  at.lines->is = mood::away;
  CHECK_FALSE(at.enter(4));
  CHECK_FALSE(at.leave(tickets[2]));
  CHECK(at.kinds() == std::vector{news::away});
  CHECK(at.look(tickets[1])->position == 1);
  CHECK(at.enter(2)->position == 1);
  CHECK(at.use(tickets[0])->no == refusal::none);
  const auto asked = at.lines->asked;
  CHECK(at.enter(5).error() == store_failure::unavailable);
  CHECK(at.lines->asked == asked);
  // The session ends, and its slot waits for the keeper.
  at.wait(11min);
  CHECK_FALSE(at.look(tickets[1])->is_active);
  at.lines->is = mood::well;
  at.wait(1s);
  CHECK(at.look(tickets[1])->is_active);
  CHECK(at.active_kept() == 1);
  CHECK(at.kinds() == std::vector{news::away, news::back});
  CHECK(at.enter(4)->position == 2);
}

TEST_CASE("mirrored queue: a round that was saved unheard is saved once") {
  bench at{2};
  at.enter_all(3);
  at.lines->is = mood::is_mute;
  CHECK_FALSE(at.enter(4));
  const auto saved = at.lines->rounds;
  at.lines->is = mood::well;
  at.wait(1s);
  const auto four = at.enter(4);
  CHECK(four->position == 2);
  // The checks of the ticks alone: nothing was saved again.
  CHECK(at.lines->rounds - saved <= 2);
  CHECK(at.lines->lines[evening].rows.size() == 4);
}

TEST_CASE("mirrored queue: what its keeper has forgotten it is given again, in bounded rounds") {
  bench at{2};
  const auto tickets = at.enter_all(2'500);
  REQUIRE(at.leave(tickets[7])->no == refusal::none);
  const auto before = at.lines->lines[evening].rows;
  at.lines->lines.clear();
  at.lines->largest = 0;
  const auto restored = the_house.lines_restored.load();
  SECTION("a tick notices") {
    at.wait(1s);
  }
  SECTION("the next one to come notices") {
    CHECK(at.enter(9'999)->position == 2'498);
  }
  CHECK(at.kinds() == std::vector{news::forgotten, news::restored});
  CHECK(at.lines->largest == 1'000);
  CHECK(the_house.lines_restored == restored + 1);
  for (const auto& [place, t] : before)
    REQUIRE(at.lines->lines[evening].rows[place] == t);
  at.restart();
  CHECK(at.look(tickets[2'499])->position == 2'497);
  CHECK(at.look(tickets[7])->no == refusal::token_unknown);
}

TEST_CASE("mirrored queue: what was forgotten while the keeper was away is written back too") {
  bench at{1};
  const auto tickets = at.enter_all(3);
  at.lines->is = mood::away;
  CHECK_FALSE(at.enter(4));
  at.lines->lines.clear();
  at.lines->is = mood::well;
  at.wait(1s);
  CHECK(at.lines->lines[evening].rows.size() == 4);
  CHECK(at.enter(4)->position == 3);
  CHECK(at.look(tickets[0])->is_active);
}

TEST_CASE("mirrored queue: a room whose line was taken over stops, and the next one goes on") {
  bench at{1};
  const auto tickets = at.enter_all(3);
  at.lines->lines[evening].facts.owner += 1'000'000'000'000;
  CHECK_FALSE(at.enter(4));
  CHECK(at.look(tickets[2])->position == 2);
  CHECK(at.enter(4)->position == 3);
}

TEST_CASE("mirrored queue: without a keeper at the start there is no waiting room until it comes") {
  bench at{1};
  const auto tickets = at.enter_all(2);
  at.lines->is = mood::away;
  at.restart();
  CHECK_FALSE(at.look(tickets[1]));
  CHECK_FALSE(at.enter(3));
  at.lines->is = mood::well;
  CHECK(at.look(tickets[1])->position == 1);
}

TEST_CASE("mirrored queue: no place is told that the store has not promised") {
  bench at{1};
  at.enter_all(600);
  at.fault = commit_fault::before;
  // Half of the first thousand is used up: places are asked for ahead of need, and while there
  // are any, nobody waits.
  for (std::uint64_t user = 601; user <= 1'020; ++user)
    REQUIRE(at.enter(user));
  std::uint64_t refused = 0;
  for (std::uint64_t user = 1'021; user <= 1'030; ++user)
    refused += at.enter(user) ? 0 : 1;
  CHECK(refused > 0);
  for (const auto& [place, t] : at.lines->lines[evening].rows)
    REQUIRE(raw(place) <= at.read(load_counter{"queue.500.places"}));
  at.fault = commit_fault::none;
  at.wait(1s);
  CHECK(at.enter(1'030)->position == 1'029);
}
