#pragma once

#include "tests/persistence/postgres/in_postgres.hpp"

#include <thread>

namespace frontrow::test {

inline constexpr auto committed = commit_result::committed;

inline std::string name_of(const std::string& url) {
  return url.substr(url.rfind('/') + 1);
}

/// A store with one writer and one reader over a server, through whatever stands between.
struct bench {
  explicit bench(private_postgres& on, std::uint16_t port = 0)
      : server{on}, database{name_of(on.fresh_database())} {
    const auto through = port == 0 ? on.port() : port;
    auto how = in_postgres::options_for("postgresql://frontrow@127.0.0.1:" + std::to_string(through)
                                        + "/" + database);
    how.statement_timeout = milliseconds{2'000};
    kept = std::make_unique<postgres::postgres_store>(how);
    writer = kept->open_writer();
    reader = kept->open_reader();
  }

  commit_result save(const write_set& set) {
    return writer->commit(std::span{&set, 1}, noon).front();
  }

  /// Until it is committed: whatever failed before left the key free, or shows that it is known.
  commit_result insist(const write_set& set) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    for (;;) {
      try {
        return save(set);
      } catch (const store_error& why) {
        if (std::chrono::steady_clock::now() > end)
          throw std::runtime_error{"not within 30 s: a commit; " + std::string{why.what()}};
        std::this_thread::yield();
      }
    }
  }

  template <class Question>
  auto insist_on_reading(const Question& what) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    for (;;) {
      try {
        return reader->read(what);
      } catch (const store_error& why) {
        if (std::chrono::steady_clock::now() > end)
          throw std::runtime_error{"not within 30 s: a read; " + std::string{why.what()}};
        std::this_thread::yield();
      }
    }
  }

  std::string run(const std::string& sql) { return server.run(sql, database); }
  void cut_all_lines() {
    run("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }

  /// Every partition is numbered without gaps, and everybody agrees how far.
  std::uint64_t check_positions() {
    std::uint64_t sum = 0;
    const auto last = insist_on_reading(load_positions{});
    CHECK(last == writer->last_positions());
    for (std::uint32_t p = 0; p < last.size(); ++p) {
      const auto page = insist_on_reading(read_events{p, 0, 1'000'000});
      REQUIRE(page.events.size() == last[p]);
      for (std::size_t i = 0; i < page.events.size(); ++i)
        CHECK(page.events[i].position == i + 1);
      sum += last[p];
    }
    return sum;
  }

  private_postgres& server;
  std::string database;
  std::unique_ptr<postgres::postgres_store> kept;
  std::unique_ptr<store_writer> writer;
  std::unique_ptr<store_reader> reader;
};

/// Version n of a wallet, with the answer to a key of its own and an event.
inline write_set step(std::uint64_t n, std::uint64_t user = 101) {
  auto set = set_of(wallet_at(n, user), answer_of("key " + std::to_string(n) + '.', user));
  set.events = {event_of(n)};
  return set;
}

} // namespace frontrow::test
