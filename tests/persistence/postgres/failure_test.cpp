#include "tests/persistence/postgres/bench.hpp"
#include "tests/support/cutting_proxy.hpp"

#include <atomic>

using namespace frontrow;
using namespace frontrow::test;

using cut = cutting_proxy::cut;

TEST_CASE("a line that is cut around a commit neither loses nor doubles it") {
  cutting_proxy proxy{shared_postgres().port()};
  bench at{shared_postgres(), proxy.port()};
  REQUIRE(at.save(step(1)) == committed);
  REQUIRE(at.save(step(2)) == committed);
  const auto when = GENERATE(cut::before_request, cut::after_request, cut::after_answer);
  proxy.arm(when, "key 3.");
  // The writer finds out itself, and does it over only when it is not there.
  CHECK(at.save(step(3)) == committed);
  CHECK(proxy.has_cut());
  CHECK(at.save(step(4)) == committed);
  CHECK(at.insist_on_reading(load_wallet{user_id{101}}) == wallet_at(4));
  CHECK(at.check_positions() == 4);
}

TEST_CASE("a commit whose fate cannot be asked for is a failure, and the next one finds out") {
  cutting_proxy proxy{shared_postgres().port()};
  bench at{shared_postgres(), proxy.port()};
  REQUIRE(at.save(step(1)) == committed);
  REQUIRE(at.save(step(2)) == committed);
  const auto when = GENERATE(cut::before_request, cut::after_request);
  proxy.arm_and_shut(when, "key 3.");
  CHECK_THROWS_AS(at.save(step(3)), store_error);
  CHECK_THROWS_AS(at.save(step(3)), store_error);
  CHECK_THROWS_AS(at.writer->read(find_answer{user_id{101}, operation::reserve, "key 3."}),
                  store_error);
  proxy.shut(false);
  CHECK(at.insist(step(3)) == (when == cut::after_request ? commit_result::key_known : committed));
  CHECK(at.save(step(4)) == committed);
  CHECK(at.check_positions() == 4);
}

TEST_CASE("lines that died while nobody used them are replaced without a failure") {
  bench at{shared_postgres()};
  REQUIRE(at.save(step(1)) == committed);
  at.cut_all_lines();
  CHECK(at.reader->read(load_wallet{user_id{101}}) == wallet_at(1));
  CHECK(at.save(step(2)) == committed);
  at.cut_all_lines();
  CHECK(at.writer->read(find_answer{user_id{101}, operation::reserve, "key 2."}));
}

TEST_CASE("while the server is away everything fails at once, and it comes back by itself") {
  private_postgres own;
  bench at{own};
  REQUIRE(at.save(step(1)) == committed);
  own.stop();
  CHECK_THROWS_AS(at.save(step(2)), store_error);
  CHECK_THROWS_AS(at.reader->read(load_wallet{user_id{101}}), store_error);
  own.start();
  CHECK(at.insist(step(2)) == committed);
  CHECK(at.insist_on_reading(load_wallet{user_id{101}}) == wallet_at(2));
  CHECK(at.check_positions() == 2);
}

TEST_CASE("kill -9 of the server under load loses nothing that was acknowledged") {
  private_postgres own{{"fsync=on"}};
  bench at{own};
  std::atomic<std::uint64_t> acknowledged{0};
  std::atomic<bool> is_over{false};
  std::thread load{[&] {
    for (std::uint64_t n = 1; !is_over; ++n) {
      at.insist(step(n));
      acknowledged = n;
    }
  }};
  for (int kill = 1; kill <= 3; ++kill) {
    const auto before = acknowledged.load();
    while (acknowledged < before + 20)
      std::this_thread::yield();
    own.kill();
    own.start();
  }
  is_over = true;
  load.join();
  const auto last = at.insist_on_reading(load_wallet{user_id{101}}).version;
  CHECK(last == acknowledged);
  CHECK(at.check_positions() == last);
  for (std::uint64_t n = 1; n <= last; n += 5)
    CHECK(at.writer->read(
        find_answer{user_id{101}, operation::reserve, "key " + std::to_string(n) + '.'}));
}

TEST_CASE("a server that is too slow is a failure, not a hanging writer") {
  bench at{shared_postgres()};
  REQUIRE(at.save(step(1)) == committed);
  {
    pqxx::connection line{shared_postgres().url(at.database)};
    pqxx::work holder{line};
    holder.exec("SELECT * FROM wallet FOR UPDATE");
    CHECK_THROWS_AS(at.save(step(2)), store_error);
    CHECK(at.reader->read(load_wallet{user_id{101}}) == wallet_at(1));
  }
  CHECK(at.insist(step(2)) == committed);
  CHECK(at.check_positions() == 2);
}

TEST_CASE("a server that stands still is given up, and found out about when it goes on") {
  private_postgres own;
  bench at{own};
  REQUIRE(at.save(step(1)) == committed);
  const auto begin = std::chrono::steady_clock::now();
  own.stall();
  CHECK_THROWS_AS(at.save(step(2)), store_error);
  CHECK_THROWS_AS(at.save(step(2)), store_error); // it cannot be asked what became of the first
  CHECK_THROWS_AS(at.reader->read(load_wallet{user_id{101}}), store_error);
  // A time-out of 2 s and a second for the batch, as long for the read, and a dial.
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{20});
  own.resume();
  const auto came = at.insist(step(2));
  CHECK((came == committed || came == commit_result::key_known));
  CHECK(at.insist_on_reading(load_wallet{user_id{101}}) == wallet_at(2));
  CHECK(at.save(step(3)) == committed);
  CHECK(at.check_positions() == 3);
}

TEST_CASE("a primary that became read-only is full; reads go on") {
  bench at{shared_postgres()};
  REQUIRE(at.save(step(1)) == committed);
  at.run("ALTER DATABASE " + at.database + " SET default_transaction_read_only = on");
  at.cut_all_lines();
  CHECK_THROWS_AS(at.save(step(2)), store_error);
  CHECK(at.insist_on_reading(load_wallet{user_id{101}}) == wallet_at(1));
  at.run("BEGIN READ WRITE; ALTER DATABASE " + at.database
         + " RESET default_transaction_read_only; COMMIT");
  CHECK(at.insist(step(2)) == committed);
}

TEST_CASE("no connection left is a failure until there is one") {
  private_postgres own{{"max_connections=8", "superuser_reserved_connections=0",
                        "max_wal_senders=0", "autovacuum=off"}};
  bench at{own};
  REQUIRE(at.save(step(1)) == committed);
  at.cut_all_lines();
  {
    std::vector<std::unique_ptr<pqxx::connection>> all;
    const auto fill = [&] {
      for (;;)
        all.push_back(std::make_unique<pqxx::connection>(own.url("postgres")));
    };
    CHECK_THROWS_AS(fill(), pqxx::broken_connection);
    CHECK_THROWS_AS(at.save(step(2)), store_error);
    CHECK_THROWS_AS(at.reader->read(load_wallet{user_id{101}}), store_error);
  }
  CHECK(at.insist(step(2)) == committed);
  CHECK(at.insist_on_reading(load_wallet{user_id{101}}) == wallet_at(2));
}
