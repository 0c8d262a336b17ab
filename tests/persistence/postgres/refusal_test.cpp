#include "actors/store/partition.hpp"
#include "tests/persistence/postgres/bench.hpp"

#include <atomic>

using namespace frontrow;
using namespace frontrow::test;

namespace {

/// Makes the next statements on wallets fail with this state, `times` times.
void fail_on_wallets(bench& at, const std::string& state, int times) {
  at.run("CREATE SEQUENCE failures");
  at.run("CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF "
         "nextval('failures') <= "
         + std::to_string(times) + " THEN RAISE EXCEPTION 'injected' USING ERRCODE = '" + state
         + "'; END IF; RETURN NULL; END $$");
  at.run("CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON wallet FOR EACH STATEMENT"
         " EXECUTE FUNCTION fail()");
}

} // namespace

TEST_CASE("what the server undid for another's sake is tried again") {
  bench at{shared_postgres()};
  const auto state = GENERATE("40001", "40P01");
  fail_on_wallets(at, state, 3);
  CHECK(at.save(step(1)) == committed);
  CHECK(at.run("SELECT last_value FROM failures") == "4");
  CHECK(at.check_positions() == 1);
}

TEST_CASE("but not for ever") {
  bench at{shared_postgres()};
  fail_on_wallets(at, "40001", 1'000);
  CHECK_THROWS_AS(at.save(step(1)), store_error);
  at.run("DROP TRIGGER fail ON wallet");
  CHECK(at.save(step(1)) == committed);
}

TEST_CASE("a full disk is told apart, and forgotten when there is room") {
  bench at{shared_postgres()};
  fail_on_wallets(at, "53100", 1);
  try {
    at.save(step(1));
    FAIL("the disk was full");
  } catch (const store_error& why) {
    CHECK(why.why == store_failure::full);
  }
  CHECK(at.save(step(1)) == committed);
  CHECK(at.check_positions() == 1);
}

TEST_CASE("a writer whose turn is over is refused, and leaves no gap") {
  bench at{shared_postgres()};
  REQUIRE(at.save(step(1)) == committed);
  // Its own turn, and its own number, as a second process would take them.
  auto other = at.kept->open_writer();
  const auto second = step(2);
  CHECK(other->commit(std::span{&second, 1}, noon).front() == committed);
  CHECK_THROWS_AS(at.save(step(3)), store_error);
  CHECK(at.save(step(3)) == committed);
  CHECK(at.check_positions() == 3);
}

TEST_CASE("two writers commit beside each other, each in its partitions") {
  const auto url = shared_postgres().fresh_database();
  auto how = in_postgres::options_for(url);
  how.writers = 2;
  postgres::postgres_store store{how};
  auto writers = store.open_writers();
  REQUIRE(writers.size() == 2);
  std::vector<std::thread> threads;
  std::atomic<int> saved{0};
  for (std::uint32_t mine = 0; mine < 2; ++mine)
    threads.emplace_back([&, mine] {
      for (std::uint64_t batch = 1; batch <= 10; ++batch) {
        std::vector<write_set> sets;
        for (std::uint64_t user = 1; user <= 60; ++user)
          if (partition_of(user_id{user}, store.partitions()) % 2 == mine)
            sets.push_back(step(batch, user));
        for (const auto result : writers[mine]->commit(sets, noon))
          saved += result == committed;
      }
    });
  for (auto& one : threads)
    one.join();
  CHECK(saved == 600);
  auto reader = store.open_reader();
  const auto last = reader->read(load_positions{});
  std::uint64_t sum = 0;
  for (std::uint32_t p = 0; p < last.size(); ++p) {
    CHECK(writers[p % 2]->last_positions()[p] == last[p]);
    CHECK(writers[1 - p % 2]->last_positions()[p] == 0);
    CHECK(reader->read(read_events{p, 0, 1'000}).events.size() == last[p]);
    sum += last[p];
  }
  CHECK(sum == 600);
}

TEST_CASE("names that no text column takes do not fail a batch") {
  bench at{shared_postgres()};
  booking_row booking;
  booking.schedule = schedule_id{501};
  booking.seat = seat_id{1};
  booking.user = std::string{"\0\xff'\\", 4};
  booking.name = "\xed\xa0\x80";
  CHECK(at.save(set_of(booking)) == committed);
  CHECK(at.reader->read(load_bookings{schedule_id{501}}) == std::vector{booking});
}
