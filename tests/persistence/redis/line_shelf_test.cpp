#include "persistence/redis/line_shelf.hpp"

#include "tests/actors/samples.hpp"
#include "tests/support/private_redis.hpp"

#include <catch2/catch.hpp>

#include <optional>

namespace frontrow::redis {

namespace {

using namespace frontrow::test;
using state = token_row::state;

token_row token(std::uint64_t place, state is = state::waiting) {
  token_row t;
  t.schedule = evening;
  t.place = place_number{place};
  t.version = 1;
  t.token = {place, ~place};
  t.user = user_id{1'000 + place};
  t.is = is;
  t.issued_at = noon;
  t.active_at = is == state::active ? noon : instant{};
  return t;
}

struct bench {
  explicit bench(milliseconds timeout = milliseconds{1'000}) {
    how.redis = server.settings();
    how.redis.prefix = "test:";
    how.redis.timeout = timeout;
    shelf.emplace(how);
    redis.emplace(how.redis);
  }

  line_round round(std::uint64_t number, std::vector<token_row> rows = {}) const {
    line_round r;
    r.id = evening;
    r.owner = owner;
    r.number = number;
    r.begins = number == 1;
    r.next = place_number{100};
    r.lost = {{place_number{1}, place_number{9}}, {place_number{20}, place_number{30}}};
    r.rows = std::move(rows);
    return r;
  }
  round_result save(const line_round& r) { return shelf->save(std::span{&r, 1}).front().outcome(); }
  kept_line take(std::uint64_t least = 1) { return shelf->take({evening, least}); }
  std::int64_t count(const char* command, const char* key) {
    return redis->ask({command, std::string{"test:{queue:500}:"} + key}).integer;
  }

  private_redis server;
  settings how;
  std::optional<line_shelf> shelf;
  std::optional<connection> redis;
  std::uint64_t owner = 1'700'000'000'000;
};

TEST_CASE("a line comes back from Redis as it was saved") {
  bench at;
  CHECK_FALSE(at.take().is_whole);
  auto ended = token(3, state::ended);
  ended.claimed = true;
  ended.version = 7;
  REQUIRE(at.save(at.round(1, {token(1, state::active), token(2), ended}))
          == round_result::committed);
  const auto kept = at.take();
  CHECK(kept.is_whole);
  CHECK(kept.owner == at.owner + 1);
  CHECK(kept.round == 1);
  CHECK(kept.next == place_number{100});
  CHECK(kept.lost == at.round(1).lost);
  CHECK(kept.tokens == std::vector{token(1, state::active), token(2), ended});
  CHECK(at.count("ZCARD", "waiting") == 1);
  CHECK(at.count("ZCARD", "active") == 1);
}

TEST_CASE("a round is done once, in its turn, and by the owner alone") {
  bench at;
  CHECK(at.save(at.round(2, {token(5)})) == round_result::forgotten);
  CHECK(at.save(at.round(1, {token(1)})) == round_result::committed);
  CHECK(at.save(at.round(1, {token(9)})) == round_result::committed);
  CHECK(at.save(at.round(3, {token(9)})) == round_result::forgotten);
  CHECK(at.save(at.round(2, {token(2)})) == round_result::committed);
  CHECK(at.save(at.round(1, {token(9)})) == round_result::committed);
  auto early = at.round(3, {token(9)});
  early.owner -= 1;
  CHECK(at.save(early) == round_result::taken);
  early.begins = true;
  CHECK(at.save(early) == round_result::taken);
  CHECK(at.take().tokens == std::vector{token(1), token(2)});
  // The owner is a later one now.
  CHECK(at.save(at.round(3, {token(9)})) == round_result::taken);
  CHECK(at.count("HLEN", "tokens") == 2);
}

TEST_CASE("a later owner begins instead of what is there") {
  bench at;
  REQUIRE(at.save(at.round(1, {token(1), token(2, state::active)})) == round_result::committed);
  auto first = at.round(1, {token(3)});
  first.owner += 5;
  first.is_whole = false;
  REQUIRE(at.save(first) == round_result::committed);
  CHECK(at.take(1).tokens == std::vector{token(3)});
  CHECK(at.count("ZCARD", "active") == 0);
  CHECK_FALSE(at.take(1).is_whole);
}

TEST_CASE(
    "a token that goes to the end of the line, is let in and ends, is in one place at a time") {
  bench at;
  auto first = token(1, state::active);
  REQUIRE(at.save(at.round(1, {first})) == round_result::committed);
  auto gone = first;
  gone.is = state::gone;
  auto again = first;
  again.place = place_number{50};
  again.is = state::waiting;
  again.active_at = {};
  REQUIRE(at.save(at.round(2, {gone, again})) == round_result::committed);
  CHECK(at.count("ZCARD", "waiting") == 1);
  CHECK(at.count("ZCARD", "active") == 0);
  // Its old place is given up once more; it has another.
  REQUIRE(at.save(at.round(3, {gone})) == round_result::committed);
  CHECK(at.take().tokens == std::vector{again});
  auto r = at.round(4);
  r.owner = at.owner + 1;
  auto over = again;
  over.is = state::ended;
  auto left = again;
  left.is = state::gone;
  r.rows = {over};
  REQUIRE(at.save(r) == round_result::committed);
  CHECK(at.count("ZCARD", "waiting") == 0);
  r.number = 5;
  r.rows = {left};
  REQUIRE(at.save(r) == round_result::committed);
  CHECK(at.count("HLEN", "tokens") == 0);
  // An empty line is a line all the same.
  CHECK(at.take().is_whole);
}

TEST_CASE("what Redis has lost, all or some, is said to be forgotten") {
  bench at;
  REQUIRE(at.save(at.round(1, {token(1), token(2)})) == round_result::committed);
  SECTION("FLUSHALL") {
    at.redis->ask({"FLUSHALL"});
  }
  SECTION("the tokens alone") {
    at.redis->ask({"DEL", "test:{queue:500}:tokens"});
  }
  SECTION("one token") {
    const auto keys = at.redis->ask({"HKEYS", "test:{queue:500}:tokens"});
    at.redis->ask({"HDEL", "test:{queue:500}:tokens", keys.list.front().text});
  }
  SECTION("kill -9") {
    at.server.kill();
    CHECK_THROWS_AS(at.save(at.round(2)), lost);
    at.server.start();
    at.shelf.emplace(at.how);
  }
  CHECK(at.save(at.round(2, {token(3)})) == round_result::forgotten);
  CHECK_FALSE(at.take().is_whole);
}

TEST_CASE("a round of unknown fate is told apart by asking again") {
  bench at{milliseconds{100}};
  REQUIRE(at.save(at.round(1, {token(1)})) == round_result::committed);
  at.server.stall();
  CHECK_THROWS_AS(at.save(at.round(2, {token(2)})), lost);
  at.server.resume();
  // What was sent is in the socket, and done before or after it is sent again.
  line_shelf again{at.how};
  const auto same = at.round(2, {token(2)});
  CHECK(again.save(std::span{&same, 1}).front().outcome() == round_result::committed);
  CHECK(again.take({evening, 1}).tokens == std::vector{token(1), token(2)});
}

TEST_CASE("a line dies its life after the last round, and every key of it") {
  bench at;
  REQUIRE(at.save(at.round(1, {token(1), token(2, state::active)})) == round_result::committed);
  const auto keys = at.redis->ask({"KEYS", "*"});
  REQUIRE(keys.list.size() == 4);
  for (const auto& key : keys.list) {
    CHECK(key.text.starts_with("test:{queue:500}:"));
    const auto left = at.redis->ask({"PTTL", key.text}).integer;
    CHECK(left > 12 * 3'600'000 - 60'000);
    at.redis->ask({"PEXPIRE", key.text, "1000"});
  }
  REQUIRE(at.save(at.round(2)) == round_result::committed);
  for (const auto& key : keys.list)
    CHECK(at.redis->ask({"PTTL", key.text}).integer > 60'000);
}

TEST_CASE("a hundred thousand come back, a page at a time") {
  bench at;
  constexpr std::uint64_t people = 100'000;
  const auto before = at.redis->ask({"INFO", "memory"}).text;
  for (std::uint64_t n = 0; n < people / 1'000; ++n) {
    std::vector<token_row> rows;
    for (std::uint64_t i = 1; i <= 1'000; ++i)
      rows.push_back(token(n * 1'000 + i));
    REQUIRE(at.save(at.round(n + 1, std::move(rows))) == round_result::committed);
  }
  const auto used = [](const std::string& text) {
    return std::stoull(text.substr(text.find("used_memory:") + 12));
  };
  const auto bytes = (used(at.redis->ask({"INFO", "memory"}).text) - used(before)) / people;
  WARN("Redis uses " << bytes << " bytes a waiting token");
  CHECK(bytes < 400);
  const auto kept = at.take();
  REQUIRE(kept.tokens.size() == people);
  for (std::uint64_t i = 0; i < people; ++i)
    REQUIRE(kept.tokens[i].place == place_number{i + 1});
}

TEST_CASE("rounds of many schedules travel together, and each has its own fate") {
  bench at;
  REQUIRE(at.save(at.round(1, {token(1)})) == round_result::committed);
  auto other = at.round(1, {token(1)});
  other.id = schedule_id{600};
  auto lost_one = at.round(7);
  lost_one.id = schedule_id{700};
  const std::vector<line_round> all{at.round(2, {token(2)}), other, lost_one};
  const auto results = at.shelf->save(all);
  CHECK(results[0].outcome() == round_result::committed);
  CHECK(results[1].outcome() == round_result::committed);
  CHECK(results[2].outcome() == round_result::forgotten);
}

TEST_CASE("an error that Redis answers is no fate") {
  bench at;
  at.redis->ask({"SET", "test:{queue:500}:line", "mine"});
  CHECK_THROWS_WITH(at.save(at.round(1)), Catch::Contains("WRONGTYPE"));
  CHECK_THROWS_WITH(at.take(), Catch::Contains("WRONGTYPE"));
}

} // namespace

} // namespace frontrow::redis
