#include "persistence/archive/archive_actor.hpp"
#include "persistence/outbox/feed_actor.hpp"
#include "persistence/writer/writer_actor.hpp"
#include "tests/persistence/kept_store.hpp"
#include "tests/persistence/one_thread.hpp"

using namespace frontrow;
using namespace frontrow::test;

namespace {

struct bench : one_thread {
  bench() {
    archive = spawn(keep_archive_desk,
                    std::vector{spawn(keep_archive, reader()), spawn(keep_archive, reader())});
    feed = spawn(keep_feed, archive, feed_limits{}, seen);
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

  auto follow(std::uint64_t after, milliseconds wait, std::uint32_t limit = 10) {
    auto page = ask<event_page>(feed, follow_events{.after = after, .limit = limit, .wait = wait});
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
  CHECK((**page)->last == 2);
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
  CHECK((**page)->last == 1);
}

TEST_CASE("a feed that ends lets nobody wait for ever") {
  std::shared_ptr<std::optional<caf::expected<event_page>>> page;
  {
    bench at;
    page = at.follow(0, std::chrono::hours{1});
    CHECK_FALSE(page->has_value());
  }
  REQUIRE(page->has_value());
  CHECK((**page)->events.empty());
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
