#include "persistence/redis/connection.hpp"

#include "persistence/redis/script.hpp"
#include "tests/support/private_redis.hpp"

#include <catch2/catch.hpp>

namespace frontrow::redis {

namespace {

using kind = reply::kind;
using test::private_redis;

TEST_CASE("many commands get their answers in their order") {
  private_redis server;
  connection redis{server.settings()};
  const std::vector<command> all{{"SET", "a", std::string{"x\0y", 3}},
                                 {"INCR", "n"},
                                 {"GET", "a"},
                                 {"GET", "none"},
                                 {"LPUSH", "a", "1"},
                                 {"MGET", "a", "none"}};
  const auto answers = redis.ask(all);
  REQUIRE(answers.size() == all.size());
  CHECK(answers[0].text == "OK");
  CHECK(answers[1].integer == 1);
  CHECK(answers[2].text == std::string{"x\0y", 3});
  CHECK(answers[3].is == kind::nil);
  CHECK(answers[4].is_error("WRONGTYPE"));
  REQUIRE(answers[5].list.size() == 2);
  CHECK(answers[5].list[1].is == kind::nil);
}

TEST_CASE("a password, a user and a database are honoured, and a wrong one is told") {
  private_redis server{
      {"--user", "seller", "on", ">secret", "~*", "+@all", "--requirepass", "main"}};
  auto how = server.settings();
  CHECK_THROWS_WITH(connection{how}.ask({"GET", "a"}), Catch::Contains("NOAUTH"));
  how.password = "main";
  CHECK(connection{how}.ask({"SET", "a", "in 0"}).text == "OK");
  how.user = "seller";
  CHECK_THROWS_WITH(connection{how}.ask({"GET", "a"}), Catch::Contains("WRONGPASS"));
  how.password = "secret";
  how.database = 3;
  CHECK(connection{how}.ask({"GET", "a"}).is == kind::nil);
}

TEST_CASE("a Redis that is gone is said at once until the back-off is over, then found again") {
  private_redis server;
  connection redis{server.settings()};
  REQUIRE(redis.ask({"PING"}).text == "PONG");
  REQUIRE(redis.era() == 1);
  server.kill();
  CHECK_THROWS_AS(redis.ask({"PING"}), lost);
  server.start();
  while (redis.era() == 1) {
    try {
      redis.ask({"PING"});
    } catch (const lost& why) {
      CHECK_THAT(why.what(), Catch::Contains("Redis at 127.0.0.1:"));
    }
  }
  CHECK(redis.era() == 2);
}

TEST_CASE("a Redis that does not answer is lost after the time-out") {
  private_redis server;
  auto how = server.settings();
  how.timeout = milliseconds{50};
  connection redis{how};
  REQUIRE(redis.ask({"PING"}).text == "PONG");
  server.stall();
  CHECK_THROWS_WITH(redis.ask({"PING"}), Catch::Contains("no answer in time"));
  server.resume();
}

TEST_CASE("what a connection does is counted, and its loss and return are told once each") {
  private_redis server;
  connection_figures seen;
  std::vector<std::string> told;
  seen.on_trouble = [&](const std::string& why) {
    told.push_back(why);
  };
  {
    connection redis{server.settings(), &seen};
    redis.ask({"SET", "a", "x"});
    redis.ask({"INCR", "a"});
    CHECK(seen.is_up);
    CHECK(seen.commands == 3); // SELECT is one
    CHECK(seen.errors == 1);
    server.kill();
    CHECK_THROWS_AS(redis.ask({"PING"}), lost);
    CHECK_THROWS_AS(redis.ask({"PING"}), lost);
    CHECK_FALSE(seen.is_up);
    CHECK(seen.losses == 1);
    server.start();
    while (!seen.is_up) {
      try {
        redis.open();
      } catch (const lost& why) {
        REQUIRE(told.size() == 1);
        CHECK(told.front() == why.what());
      }
    }
  }
  CHECK(told.size() == 2);
  CHECK(told.back().empty());
  CHECK(seen.connects == 2);
  CHECK_FALSE(seen.is_up);
}

TEST_CASE("a script that Redis forgot is taught again, and runs once for each call") {
  private_redis server;
  connection redis{server.settings()};
  const script add{"return redis.call('INCRBY', KEYS[1], ARGV[1])"};
  packet all;
  const auto call = [&](const std::string& by) {
    add.call(all, std::vector<std::string>{"n"}, std::vector<std::string>{by});
  };
  call("1");
  all.add_command({"INCR", "other"});
  call("10");
  auto answers = ask_with(redis, add, all);
  CHECK(answers[0].integer == 1);
  CHECK(answers[1].integer == 1);
  CHECK(answers[2].integer == 11);
  redis.ask({"SCRIPT", "FLUSH"});
  answers = ask_with(redis, add, all);
  CHECK(answers[0].integer == 12);
  CHECK(answers[1].integer == 2);
  CHECK(answers[2].integer == 22);
}

TEST_CASE("the pause grows to five seconds, and starts again after a success") {
  using clock = back_off::clock;
  back_off pause;
  const clock::time_point start{};
  REQUIRE(pause.is_over(start));
  pause.failed(start);
  CHECK_FALSE(pause.is_over(start + std::chrono::milliseconds{49}));
  CHECK(pause.is_over(start + std::chrono::milliseconds{50}));
  for (int i = 0; i < 20; ++i)
    pause.failed(start);
  CHECK_FALSE(pause.is_over(start + std::chrono::milliseconds{4'999}));
  CHECK(pause.is_over(start + std::chrono::seconds{5}));
  pause.succeeded();
  pause.failed(start);
  CHECK(pause.is_over(start + std::chrono::milliseconds{50}));
}

} // namespace

} // namespace frontrow::redis
