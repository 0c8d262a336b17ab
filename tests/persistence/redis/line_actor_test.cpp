#include "persistence/redis/line_actor.hpp"

#include "tests/actors/samples.hpp"
#include "tests/persistence/one_thread.hpp"
#include "tests/support/private_redis.hpp"

#include <catch2/catch.hpp>

namespace frontrow {

namespace {

using namespace frontrow::test;

struct bench : one_thread {
  bench() {
    how.redis = server.settings();
    how.redis.timeout = milliseconds{100};
    keeper = spawn(keep_lines, how, seen);
  }

  static line_round round(std::uint64_t schedule, std::uint64_t number = 1) {
    line_round r;
    r.id = schedule_id{schedule};
    r.owner = 7;
    r.number = number;
    r.begins = number == 1;
    r.rows.resize(1);
    r.rows.front().token = {1, schedule};
    r.rows.front().place = place_number{1};
    return r;
  }

  private_redis server;
  settings how;
  std::shared_ptr<line_observer> seen = std::make_shared<line_observer>();
  line_keeper keeper;
};

TEST_CASE("keeper of lines: what has gathered in its mailbox goes in one round trip") {
  bench at;
  std::vector<decltype(at.ask<round_result>(at.keeper, bench::round(1)))> all;
  for (std::uint64_t id = 1; id <= 50; ++id)
    all.push_back(at.ask<round_result>(at.keeper, bench::round(id)));
  at.settle();
  for (const auto& each : all)
    CHECK(**each == round_result::committed);
  CHECK(at.seen->trips == 1);
  CHECK(at.seen->rounds == 50);
  CHECK(at.seen->rows == 50);
}

TEST_CASE("keeper of lines: without Redis the fate is unknown, and it is there again by itself") {
  bench at;
  REQUIRE(at.answer<round_result>(at.keeper, bench::round(1)));
  at.server.kill();
  CHECK(at.answer<round_result>(at.keeper, bench::round(1, 2)).error()
        == store_failure::unavailable);
  CHECK(at.answer<kept_line>(at.keeper, take_line{schedule_id{1}, 1}).error()
        == store_failure::unavailable);
  CHECK(at.seen->lost >= 2);
  at.server.start();
  caf::expected<round_result> came{caf::sec::none};
  // The back-off runs on a real clock: ask until it is over.
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (!came && std::chrono::steady_clock::now() < until)
    came = at.answer<round_result>(at.keeper, bench::round(1, 2));
  REQUIRE(came);
  CHECK(*came == round_result::forgotten);
}

TEST_CASE("keeper of lines: what Redis has against a line is told, of that line alone") {
  bench at;
  std::vector<std::string> told;
  at.seen->on_refusal = [&](const std::string& why) {
    told.push_back(why);
  };
  redis::connection{at.server.settings()}.ask({"SET", "{queue:1}:line", "mine"});
  auto bad = at.ask<round_result>(at.keeper, bench::round(1));
  auto good = at.ask<round_result>(at.keeper, bench::round(2));
  at.settle();
  CHECK((*bad)->error() == store_failure::unavailable);
  CHECK(**good == round_result::committed);
  REQUIRE(told.size() == 1);
  CHECK_THAT(told.front(), Catch::Contains("WRONGTYPE"));
  CHECK(at.seen->refused == 1);
}

} // namespace

} // namespace frontrow
