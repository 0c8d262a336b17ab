#include "tests/persistence/postgres/bench.hpp"

#include <atomic>

using namespace frontrow;
using namespace frontrow::test;
using Catch::Matchers::Contains;

namespace {

/// A database in which nodes 1 and 2 have joined, each with two writers.
struct house {
  house() {
    how.is_cluster = true;
    how.writers = 2;
    how.statement_timeout = milliseconds{5'000};
    kept = std::make_unique<postgres::postgres_store>(how);
    run("INSERT INTO scribe SELECT n, w, 0, 0 FROM generate_series(1, 2) n, generate_series(0, 1) "
        "w");
    reader = kept->open_reader();
  }

  std::string run(const std::string& sql) { return shared_postgres().run(sql, name_of(url)); }

  /// How many sessions wait for a lock.
  std::string waiting() {
    return run("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
               " AND datname = current_database()");
  }
  void await_waiting(const std::string& wanted) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (waiting() != wanted)
      if (std::chrono::steady_clock::now() > end)
        throw std::runtime_error{"not within 20 s: " + wanted + " sessions that wait"};
  }

  std::uint64_t check_gapless() {
    std::uint64_t sum = 0;
    const auto last = reader->read(load_positions{});
    for (std::uint32_t p = 0; p < last.size(); ++p) {
      const auto page = reader->read(read_events{p, 0, 1'000'000});
      REQUIRE(page.events.size() == last[p]);
      std::map<std::string, std::uint64_t> sequences;
      for (std::size_t i = 0; i < page.events.size(); ++i) {
        CHECK(page.events[i].position == i + 1);
        // An event's user is its name here.
        CHECK(page.events[i].what.sequence == ++sequences[page.events[i].what.fcfs_user]);
      }
      sum += last[p];
    }
    return sum;
  }

  std::string url = shared_postgres().fresh_database();
  postgres::postgres_options how = in_postgres::options_for(url);
  std::unique_ptr<postgres::postgres_store> kept;
  std::unique_ptr<store_reader> reader;
};

/// The next steps of so many users, in an order of the batch's own.
std::vector<write_set> steps_of(std::uint64_t n, std::uint64_t from, std::uint64_t to) {
  std::vector<write_set> sets;
  for (auto user = from; user <= to; ++user) {
    auto set = step(n, user);
    set.events.front().fcfs_user = std::to_string(user);
    sets.push_back(std::move(set));
  }
  std::ranges::rotate(sets, sets.begin() + static_cast<std::ptrdiff_t>(n * 7 % sets.size()));
  return sets;
}

} // namespace

TEST_CASE("writers of several nodes number the events of the same partitions without a gap") {
  house at;
  std::vector<std::unique_ptr<store_writer>> writers;
  for (const auto node : {1u, 2u})
    for (auto& one : at.kept->open_writers(node_id{node}))
      writers.push_back(std::move(one));
  constexpr std::uint64_t batches = 60;
  std::atomic<std::uint64_t> saved{0};
  std::vector<std::thread> threads;
  for (std::uint64_t w = 0; w < writers.size(); ++w)
    threads.emplace_back([&, w] {
      for (std::uint64_t n = 1; n <= batches; ++n)
        for (const auto result : writers[w]->commit(steps_of(n, 40 * w + 1, 40 * w + 40), noon))
          saved += result == committed;
    });
  for (auto& one : threads)
    one.join();
  CHECK(saved == 4 * 40 * batches);
  CHECK(at.check_gapless() == saved);
  CHECK(at.run("SELECT pg_stat_clear_snapshot(); SELECT deadlocks FROM pg_stat_database"
               " WHERE datname = current_database()")
        == "0");
  // Answers age with the batch they came with, whoever's it was.
  CHECK(at.run("SELECT count(*) FROM answer") == std::to_string(saved));
}

TEST_CASE("who had to wait for a mark goes on from what the one before left") {
  house at;
  auto writer = at.kept->open_writer(node_id{1});
  REQUIRE(writer->commit(steps_of(1, 1, 1), noon).front() == committed);
  pqxx::connection line{at.url};
  std::thread late;
  {
    pqxx::work other{line};
    // As another batch would, in all partitions: an event each, not committed yet.
    other.exec("UPDATE mark SET position = position + 1, batch = batch + 1");
    late = std::thread{[&] {
      CHECK(writer->commit(steps_of(2, 1, 1), noon).front() == committed);
    }};
    at.await_waiting("1");
    other.exec("INSERT INTO outbox SELECT partition, position, (SELECT events FROM outbox LIMIT 1)"
               " FROM mark");
    other.commit();
  }
  late.join();
  const auto last = at.reader->read(load_positions{});
  for (std::uint32_t p = 0; p < last.size(); ++p) {
    const auto events = at.reader->read(read_events{p, 0, 10}).events;
    CHECK(events.size() == last[p]);
    if (last[p] > 1)
      CHECK(events.back().what.sequence == 2);
  }
  CHECK(std::ranges::max(last) == 3);
  CHECK(writer->last_positions()[std::ranges::max_element(last) - last.begin()] == 3);
}

TEST_CASE("a burial waits for a batch that is just committing, and no other comes after it") {
  house at;
  auto writer = at.kept->open_writer(node_id{1});
  pqxx::connection line{at.url};
  std::thread batch;
  std::thread burial;
  std::atomic<bool> is_buried{false};
  {
    pqxx::work holder{line};
    holder.exec("SELECT * FROM mark FOR UPDATE");
    batch = std::thread{[&] {
      CHECK(writer->commit(steps_of(1, 1, 5), noon) == std::vector(5, committed));
    }};
    at.await_waiting("1");
    burial = std::thread{[&] {
      at.run("DELETE FROM scribe WHERE node = 1");
      is_buried = true;
    }};
    at.await_waiting("2");
    CHECK_FALSE(is_buried);
  }
  batch.join();
  burial.join();
  CHECK(at.check_gapless() == 5);
  CHECK_THROWS_WITH(writer->commit(steps_of(2, 1, 5), noon), Contains("declared dead"));
  CHECK_THROWS_WITH(at.kept->open_writer(node_id{1}), Contains("declared dead"));
  CHECK(at.check_gapless() == 5);
  // The others go on.
  CHECK(at.kept->open_writer(node_id{2})->commit(steps_of(2, 1, 5), noon)
        == std::vector(5, committed));
}

TEST_CASE("a batch that comes in the middle of a burial is refused") {
  house at;
  auto writer = at.kept->open_writer(node_id{1});
  REQUIRE(writer->commit(steps_of(1, 1, 5), noon) == std::vector(5, committed));
  pqxx::connection line{at.url};
  std::thread batch;
  {
    pqxx::work burial{line};
    burial.exec("DELETE FROM scribe WHERE node = 1");
    batch = std::thread{[&] {
      CHECK_THROWS_WITH(writer->commit(steps_of(2, 1, 5), noon), Contains("declared dead"));
    }};
    at.await_waiting("1");
    burial.commit();
  }
  batch.join();
  CHECK(at.check_gapless() == 5);
}

TEST_CASE("a writer that was never let in, or whose node has another writer's turn, is refused") {
  house at;
  CHECK_THROWS_WITH(at.kept->open_writer(node_id{3}), Contains("declared dead"));
  auto first = at.kept->open_writer(node_id{1});
  auto second = at.kept->open_writer(node_id{1});
  CHECK_THROWS_WITH(first->commit(steps_of(1, 1, 1), noon), Contains("another server writes"));
  CHECK(at.check_gapless() == 0);
}

TEST_CASE("servers without a cluster and nodes of one exclude each other, nodes do not") {
  house at;
  CHECK_NOTHROW(postgres::postgres_store{at.how});
  auto alone = at.how;
  alone.is_cluster = false;
  CHECK_THROWS_WITH(postgres::postgres_store{alone}, Contains("another server uses this database"));
  at.kept.reset();
  at.reader.reset();
  const postgres::postgres_store single{alone};
  CHECK_THROWS_WITH(postgres::postgres_store{at.how},
                    Contains("a server without a cluster uses this database"));
}
