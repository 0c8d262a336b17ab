#include "persistence/outbox/redis_broker.hpp"

#include "actors/store/cloud_event.hpp"
#include "tests/persistence/kept_store.hpp"
#include "tests/support/private_redis.hpp"

using namespace frontrow;
using namespace frontrow::test;

namespace {

using ending = append_result::ending;

entry entry_at(entry_id id, std::uint64_t position = 0) {
  entry made{.id = id, .what = {}};
  made.what.position = position == 0 ? id.position : position;
  made.what.what = event_of(made.what.position);
  return made;
}

std::vector<entry> entries(std::uint64_t from, std::uint64_t to) {
  std::vector<entry> all;
  for (auto n = from; n <= to; ++n)
    all.push_back(entry_at({n, 0}));
  return all;
}

struct bench {
  bench() : how{with_prefix(server.settings())} {}

  static redis_settings with_prefix(redis_settings how) {
    how.prefix = "night:";
    how.timeout = milliseconds{200};
    return how;
  }

  redis::reply ask(redis::command what) { return aside.ask(std::move(what)); }

  private_redis server;
  redis_settings how;
  redis_broker to{how, 0};
  redis::connection aside{how};
};

} // namespace

TEST_CASE("a stream grows in order, and says where it ends and with what") {
  bench at;
  CHECK(at.to.name(3) == "night:outbox:3");
  CHECK(at.to.look(3).last == entry_id{});
  CHECK_FALSE(at.to.look(3).newest);
  CHECK(at.to.append(3, {}, entries(1, 600)).appended == 600);
  const std::vector late{entry_at({600, 1}, 7)};
  CHECK(at.to.append(3, {600, 0}, late).how == ending::done);
  const auto end = at.to.look(3);
  CHECK(end.last == entry_id{600, 1});
  REQUIRE(end.newest);
  CHECK(end.newest->position == 7);
  CHECK(end.newest->type == "seat.booked");
  CHECK(end.newest->subject == "seat/500/25");
  CHECK(end.newest->sequence == 7);
  CHECK(at.ask({"XLEN", "night:outbox:3"}).integer == 601);
  const auto first = at.ask({"XRANGE", "night:outbox:3", "1-0", "1-0"});
  CHECK(first.list.front().list[1].list.back().text == print_cloud_event(entry_at({1, 0}).what));
}

TEST_CASE("appending again where the stream does not end any more changes nothing") {
  bench at;
  at.to.append(0, {}, entries(1, 5));
  CHECK(at.to.append(0, {}, entries(1, 5)).how == ending::moved);
  CHECK(at.to.append(0, {3, 0}, entries(4, 6)).how == ending::moved);
  CHECK(at.ask({"XLEN", "night:outbox:0"}).integer == 5);
  at.ask({"FLUSHALL"});
  CHECK(at.to.append(0, {5, 0}, entries(6, 6)).how == ending::moved);
  CHECK(at.to.append(0, {}, entries(1, 5)).how == ending::done);
}

TEST_CASE("a deleted newest entry leaves the stream's end where it was") {
  bench at;
  at.to.append(0, {}, entries(1, 5));
  at.ask({"XDEL", "night:outbox:0", "5-0", "4-0"});
  CHECK(at.to.look(0).last == entry_id{5, 0});
  CHECK(at.to.append(0, {5, 0}, entries(6, 6)).how == ending::done);
}

TEST_CASE("a stream keeps about as many entries as it may") {
  bench at;
  redis_broker capped{at.how, 1'000};
  entry_id last;
  for (std::uint64_t n = 1; n <= 5'000; n += 500) {
    REQUIRE(capped.append(0, last, entries(n, n + 499)).appended == 500);
    last = {n + 499, 0};
  }
  const auto length = at.ask({"XLEN", "night:outbox:0"}).integer;
  CHECK(length >= 1'000);
  CHECK(length < 1'500);
}

TEST_CASE("an entry that Redis refuses for itself stops the others, and is told apart") {
  bench at;
  auto all = entries(1, 5);
  // The same id twice: the script knows no reason why Redis would refuse anything else.
  all[3].id = all[2].id;
  const auto result = at.to.append(0, {}, all);
  CHECK(result.how == ending::refused);
  CHECK(result.appended == 3);
  CHECK_THAT(result.why, Catch::StartsWith("ERR"));
  CHECK(at.to.look(0).last == entry_id{3, 0});
}

TEST_CASE("what speaks of Redis and not of the entry is the broker's absence") {
  bench at;
  at.to.append(0, {}, entries(1, 2));
  SECTION("it is full") {
    at.ask({"CONFIG", "SET", "maxmemory", "1"});
    CHECK_THROWS_WITH(at.to.append(0, {2, 0}, entries(3, 3)), Catch::Contains("OOM"));
    at.ask({"CONFIG", "SET", "maxmemory", "0"});
    CHECK(at.to.append(0, {2, 0}, entries(3, 3)).appended == 1);
  }
  SECTION("it is a replica") {
    at.ask({"REPLICAOF", "127.0.0.1", "1"});
    CHECK_THROWS_WITH(at.to.append(0, {2, 0}, entries(3, 3)), Catch::Contains("READONLY"));
  }
  SECTION("it wants more replicas") {
    at.ask({"CONFIG", "SET", "min-replicas-to-write", "1"});
    CHECK_THROWS_WITH(at.to.append(0, {2, 0}, entries(3, 3)), Catch::Contains("NOREPLICAS"));
  }
  SECTION("the key is something else") {
    at.ask({"SET", "night:outbox:1", "mine"});
    CHECK_THROWS_WITH(at.to.append(1, {}, entries(1, 1)), Catch::Contains("WRONGTYPE"));
    CHECK_THROWS_WITH(at.to.look(1), Catch::Contains("WRONGTYPE"));
  }
  SECTION("it permits nobody to append") {
    at.ask({"ACL", "SETUSER", "default", "-xadd"});
    CHECK_THROWS_AS(at.to.append(0, {2, 0}, entries(3, 3)), broker_away);
    CHECK(at.to.look(0).last == entry_id{2, 0});
  }
  SECTION("it does not answer") {
    at.server.stall();
    CHECK_THROWS_AS(at.to.append(0, {2, 0}, entries(3, 3)), broker_away);
    CHECK(at.to.is_resting());
    at.server.resume();
  }
  SECTION("it has forgotten the script, which is no absence at all") {
    at.ask({"SCRIPT", "FLUSH"});
    CHECK(at.to.append(0, {2, 0}, entries(3, 3)).appended == 1);
  }
}
