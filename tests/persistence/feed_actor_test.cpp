#include "actors/store/partition.hpp"
#include "persistence/archive/archive_actor.hpp"
#include "persistence/outbox/feed_actor.hpp"
#include "persistence/writer/writer_actor.hpp"
#include "tests/persistence/kept_store.hpp"
#include "tests/persistence/one_thread.hpp"

using namespace frontrow;
using namespace frontrow::test;

namespace {

struct bench : one_thread {
  explicit bench(std::uint32_t partitions = 1, feed_limits limits = {})
      : store{std::chrono::hours{24}, partitions} {
    archive = spawn(keep_archive_desk,
                    std::vector{spawn(keep_archive, reader()), spawn(keep_archive, reader())});
    feed = spawn(keep_feed, archive, limits, seen);
    writer = spawn(keep_writer, writer_tools{.store = store.open_writer(),
                                             .clock = [] { return noon; },
                                             .feed = feed,
                                             .observer = written,
                                             .fault = {}});
  }

  std::shared_ptr<store_reader> reader() { return store.open_reader(); }

  void happen(std::uint64_t sequence) {
    write_set set;
    set.events = {event_of(sequence)};
    CHECK(answer<commit_result>(writer, set) == commit_result::committed);
  }

  /// The same in the partition of a user.
  void happen(std::uint64_t sequence, std::uint64_t user) {
    write_set set = set_of(ledger_row{.user = user_id{user}, .entry = sequence, .amount = 1});
    set.events = {event_of(sequence)};
    CHECK(answer<commit_result>(writer, set) == commit_result::committed);
  }

  auto follow(std::uint64_t after, milliseconds wait, std::uint32_t limit = 10) {
    return follow(event_cursor{{after}}, wait, limit);
  }

  std::shared_ptr<std::optional<caf::expected<feed_page>>>
  follow(event_cursor after, milliseconds wait, std::uint32_t limit = 10) {
    auto page = ask<feed_page>(feed, follow_events{.after = after, .limit = limit, .wait = wait});
    settle();
    return page;
  }

  std::shared_ptr<feed_observer> seen = std::make_shared<feed_observer>();
  std::shared_ptr<writer_observer> written = std::make_shared<writer_observer>();
  memory_store store;
  archive_actor archive;
  feed_actor feed;
  writer_actor writer;
};

} // namespace

TEST_CASE("events that are there are answered at once") {
  bench at;
  at.happen(1);
  at.happen(2);
  auto page = at.follow(0, milliseconds{1'000});
  REQUIRE(page->has_value());
  REQUIRE((**page)->events.size() == 2);
  CHECK((**page)->events[1].position == 2);
  CHECK((**page)->events[1].what == event_of(2));
  CHECK((**at.follow(0, milliseconds{0}, 1))->events.size() == 1);
}

TEST_CASE("a follower waits for what is not there yet") {
  bench at;
  at.happen(1);
  auto early = at.follow(0, milliseconds{1'000});
  auto first = at.follow(1, milliseconds{1'000});
  auto second = at.follow(2, milliseconds{1'000});
  CHECK(early->has_value());
  CHECK_FALSE(first->has_value());
  at.happen(2);
  REQUIRE(first->has_value());
  CHECK((**first)->events.front().position == 2);
  CHECK_FALSE(second->has_value());
  at.happen(3);
  CHECK(second->has_value());
}

TEST_CASE("a follower whose wait is over gets an empty page") {
  bench at;
  at.happen(1);
  CHECK((**at.follow(1, milliseconds{0}))->events.empty());
  auto page = at.follow(1, milliseconds{500});
  at.pass(milliseconds{400});
  CHECK_FALSE(page->has_value());
  at.pass(milliseconds{100});
  at.pass(milliseconds{100});
  REQUIRE(page->has_value());
  CHECK((**page)->events.empty());
}

TEST_CASE("a feed that ends lets nobody wait for ever") {
  std::shared_ptr<std::optional<caf::expected<feed_page>>> page;
  {
    bench at;
    page = at.follow(0, std::chrono::hours{1});
    CHECK_FALSE(page->has_value());
  }
  REQUIRE(page->has_value());
  CHECK((**page)->events.empty());
}

TEST_CASE("a follower of several partitions gets every event once, in its partition's order") {
  bench at{4};
  std::map<std::uint32_t, std::uint64_t> wanted;
  for (std::uint64_t n = 1; n <= 40; ++n) {
    // Most of it with one user.
    const auto user = n % 2 == 0 ? n : 7;
    at.happen(n, user);
    ++wanted[partition_of(user_id{user}, 4)];
  }
  REQUIRE(wanted.size() == 4);
  const auto limit = GENERATE(1u, 2u, 3u, 7u, 100u);
  event_cursor cursor;
  std::map<std::uint32_t, std::uint64_t> found;
  for (;;) {
    const auto page = **at.follow(cursor, milliseconds{0}, limit);
    REQUIRE(page);
    CHECK(page->events.size() <= limit);
    if (page->events.empty())
      break;
    for (const auto& placed : page->events) {
      CHECK(placed.position == ++found[placed.partition]);
      cursor.move(placed.partition, placed.position);
    }
    cursor = *event_cursor::parse(cursor.print());
  }
  CHECK(found == wanted);
}

TEST_CASE("a follower is woken by whichever partition has news") {
  bench at{4};
  at.happen(1, 1);
  const auto home = partition_of(user_id{1}, 4);
  event_cursor cursor;
  cursor.move(home, 1);
  for (std::uint64_t user = 2; user < 8; ++user) {
    auto page = at.follow(cursor, milliseconds{1'000});
    CHECK_FALSE(page->has_value());
    at.happen(user, user);
    REQUIRE(page->has_value());
    REQUIRE((**page)->events.size() == 1);
    const auto& placed = (**page)->events.front();
    CHECK(placed.what == event_of(user));
    cursor.move(placed.partition, placed.position);
  }
}

TEST_CASE("a page is shared between partitions, and those far behind come first") {
  using shares = std::vector<std::uint32_t>;
  CHECK(share_page({5, 0, 100}, 100) == shares{5, 0, 95});
  CHECK(share_page({100, 100, 100}, 10) == shares{3, 3, 4});
  CHECK(share_page({1, 2, 3}, 2) == shares{0, 1, 1});
  CHECK(share_page({1, 2, 3}, 1) == shares{0, 0, 1});
  CHECK(share_page({}, 10).empty());
}

TEST_CASE("archivists take turns and answer the same") {
  bench at;
  CHECK(at.answer<commit_result>(at.writer, set_of(wallet_at(1))) == commit_result::committed);
  for (int n = 0; n < 3; ++n)
    CHECK(*at.answer<wallet_row>(at.archive, load_wallet{user_id{101}}) == wallet_at(1));
}

TEST_CASE("it can be seen how far the furthest reader has read, and how old the last event is") {
  bench at;
  CHECK(at.written->last_event_at.load() == instant{});
  at.happen(1);
  at.happen(2);
  at.happen(3);
  CHECK(at.written->last_event_at.load() == noon);
  CHECK(at.seen->furthest == 0);
  at.follow(0, milliseconds{0});
  CHECK(at.seen->furthest == 0);
  at.follow(2, milliseconds{0});
  at.follow(1, milliseconds{0});
  CHECK(at.seen->furthest == 2);
  at.follow(99, milliseconds{0});
  CHECK(at.seen->furthest == 2);
}

TEST_CASE("a feed that looks finds what other nodes commit, while anybody waits") {
  bench at{1, {.look = milliseconds{1'000}}};
  auto page = at.follow(0, std::chrono::hours{1});
  write_set set;
  set.events = {event_of(1)};
  CHECK(at.store.open_writer()->commit(std::span{&set, 1}, noon).front()
        == commit_result::committed);
  at.pass(milliseconds{900});
  CHECK_FALSE(page->has_value());
  at.pass(milliseconds{200});
  REQUIRE(page->has_value());
  CHECK((**page)->events.front().position == 1);
  // And again for the next who waits.
  page = at.follow(1, std::chrono::hours{1});
  set.events = {event_of(2)};
  CHECK(at.store.open_writer()->commit(std::span{&set, 1}, noon).front()
        == commit_result::committed);
  at.pass(milliseconds{1'100});
  CHECK(page->has_value());
}

TEST_CASE("a feed believes another node's word of what was committed") {
  bench at;
  auto page = at.follow(0, std::chrono::hours{1});
  write_set set;
  set.events = {event_of(1)};
  CHECK(at.store.open_writer()->commit(std::span{&set, 1}, noon).front()
        == commit_result::committed);
  at.pass(milliseconds{5'000});
  CHECK_FALSE(page->has_value());
  anon_send(at.feed, events_committed{.partition = 0, .last = 1});
  anon_send(at.feed, events_committed{.partition = ~0u, .last = 1});
  at.settle();
  CHECK(page->has_value());
}
