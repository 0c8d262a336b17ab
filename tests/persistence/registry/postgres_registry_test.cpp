#include "persistence/registry/registry_actor.hpp"
#include "tests/persistence/one_thread.hpp"
#include "tests/persistence/registry/registry_bench.hpp"

#include <pqxx/pqxx>

#include <thread>

using namespace frontrow;
using namespace frontrow::test;
using Catch::Matchers::Contains;

namespace {

using bench = registry_bench<in_shared_postgres>;
constexpr auto committed = commit_result::committed;

std::string run(const bench& at, const std::string& sql) {
  return shared_postgres().run(sql, at.kind.url.substr(at.kind.url.rfind('/') + 1));
}

void cut_all_lines(const bench& at) {
  run(at, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
          " WHERE datname = current_database() AND pid <> pg_backend_pid()");
}

void await(const bench& at, const std::string& count_query, const std::string& wanted) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (run(at, count_query) != wanted)
    if (std::chrono::steady_clock::now() > end)
      throw std::runtime_error{"not within 20 s: " + wanted + " from " + count_query};
}

} // namespace

TEST_CASE("a burial waits for what the dead is committing, and nobody's lease for the burial") {
  bench at;
  const auto a = at.join("a");
  const auto b = at.join("b");
  auto writer = at.kept->open_writer(b);
  auto set = set_of(wallet_at(1));
  set.events = {event_of(1)};
  std::thread batch;
  {
    pqxx::connection line{at.kind.url};
    pqxx::work holder{line};
    holder.exec("SELECT * FROM mark FOR UPDATE");
    batch = std::thread{[&] {
      CHECK(writer->commit(std::span{&set, 1}, noon).front() == committed);
    }};
    await(at,
          "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname ="
          " current_database()",
          "1");
    at.end_lease(b);
    const auto told = at.renew(a);
    CHECK(told.is_member);
    CHECK(at.members_of(told.view) == std::vector{a, b});
  }
  batch.join();
  CHECK(at.members_of(at.renew(a).view) == std::vector{a});
  const auto late = set_of(wallet_at(2));
  CHECK_THROWS_WITH(writer->commit(std::span{&late, 1}, noon), Contains("declared dead"));
  CHECK(run(at, "SELECT count(*) FROM scribe WHERE node = " + std::to_string(raw(b))) == "0");
  CHECK(run(at, "SELECT count(*) FROM scribe WHERE node = " + std::to_string(raw(a))) == "2");
  CHECK(at.kept->open_reader()->read(load_wallet{user_id{101}}).version == 1);
}

TEST_CASE("a renewal is not held up by changes of the view") {
  bench at;
  const auto a = at.join("a");
  const auto version = at.view().version;
  pqxx::connection line{at.kind.url};
  pqxx::work holder{line};
  holder.exec("SELECT * FROM cluster FOR UPDATE");
  holder.exec("SELECT * FROM shard FOR UPDATE");
  CHECK(at.renew(a, version).is_member);
  CHECK_THROWS_AS(at.claim(a, {1}), store_error);
  holder.abort();
  CHECK(at.claim(a, {1}).shards[1].owner == a);
}

TEST_CASE("a registry's connection that went is replaced within the question") {
  bench at;
  const auto a = at.join("a");
  cut_all_lines(at);
  CHECK(at.renew(a).is_member);
}

TEST_CASE("while the store is away nobody dies of it") {
  private_postgres own;
  auto how = in_postgres::options_for(own.url("postgres"));
  how.is_cluster = true;
  one_thread house;
  postgres::postgres_store kept{how};
  std::shared_ptr<registry> behind = kept.open_registry();
  auto door = house.spawn(keep_registry, behind);
  const join_cluster wish{.who = node_called("a"), .lease = long_lease};
  REQUIRE(house.answer<joined>(door, wish));
  auto second = wish;
  second.who.name = "b";
  const auto other = house.answer<joined>(door, second);
  REQUIRE(other);
  const renew_lease mine{.id = other->id, .lease = long_lease};
  own.run("UPDATE node SET lease_until = 0");
  own.stop();
  CHECK(house.answer<lease_renewed>(door, mine).error() == store_failure::unavailable);
  own.start();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  auto told = house.answer<lease_renewed>(door, mine);
  for (; !told; told = house.answer<lease_renewed>(door, mine))
    if (std::chrono::steady_clock::now() > end)
      throw std::runtime_error{"not within 20 s: a renewal"};
  // Both were late: the first to come finds nobody dead.
  CHECK(told->is_member);
  CHECK(told->view.members.size() == 2);
}

TEST_CASE("a server without a cluster makes an end of what is left of one") {
  bench at;
  const auto a = at.join("a");
  at.claim(a, {3});
  auto zombie = at.kept->open_writer(a);
  // As after a partition: nobody of the cluster holds the server's lock, and none of them knows.
  cut_all_lines(at);
  const postgres::postgres_store alone{in_postgres::options_for(at.kind.url)};
  CHECK_FALSE(at.renew(a).is_member);
  CHECK(at.view().members.empty());
  CHECK(at.view().shards[3].owner == node_id{});
  const auto set = set_of(wallet_at(1));
  CHECK_THROWS_AS(zombie->commit(std::span{&set, 1}, noon), store_error);
  CHECK(run(at, "SELECT count(*) FROM scribe WHERE node <> 0") == "0");
}
