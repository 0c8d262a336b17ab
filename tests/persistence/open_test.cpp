#include "persistence/open.hpp"
#include "tests/persistence/kept_store.hpp"

#include <caf/all.hpp>

using namespace frontrow;
using namespace frontrow::test;

namespace {

/// The store's actors with threads of their own, as a server has them.
struct server {
  explicit server(const settings& wanted) : on{open_store(wanted)} {
    actors = start_store(system, *on, [] { return noon; }, {});
  }
  ~server() { stop_store(system, actors); }

  template <class Answer, class Handle, class Message>
  Answer ask(const Handle& whom, const Message& what) {
    std::optional<Answer> answer;
    caf::scoped_actor self{system};
    self->request(whom, caf::infinite, what)
        .receive([&](Answer& x) { answer = std::move(x); },
                 [](const caf::error&) { FAIL("the store failed"); });
    return answer.value();
  }

  caf::actor_system_config config;
  caf::actor_system system{config};
  std::shared_ptr<store> on;
  store_actors actors;
};

} // namespace

TEST_CASE("a server's store saves, reads, tells, and closes cleanly") {
  temporary_folder folder;
  settings wanted;
  wanted.data = folder.path() / "data";
  wanted.store = GENERATE("sqlite", "memory");
  {
    server at{wanted};
    auto set = set_of(wallet_at(1));
    set.events = {event_of(1)};
    caf::scoped_actor self{at.system};
    auto pages
        = self->request(at.actors.feed, caf::infinite,
                        follow_events{.after = {}, .limit = 9, .wait = milliseconds{60'000}});
    CHECK(at.ask<commit_result>(at.actors.writer, set) == commit_result::committed);
    pages.receive([](feed_page& page) { CHECK(page.events.size() == 1); },
                  [](const caf::error&) { FAIL("the feed failed"); });
    CHECK(at.ask<wallet_row>(at.actors.archive, load_wallet{user_id{101}}) == wallet_at(1));
    // Sent but not answered: saved all the same.
    for (std::uint64_t user = 1; user <= 100; ++user)
      self->send(at.actors.writer, set_of(wallet_at(1, user)));
  }
  if (wanted.store == "memory")
    return;
  server again{wanted};
  CHECK(again.ask<wallet_row>(again.actors.archive, load_wallet{user_id{100}}).version == 1);
  // Closed cleanly: nothing was left in the log.
  CHECK(std::filesystem::file_size(folder.path() / "data/frontrow.db-wal") == 0);
}

TEST_CASE("a store that does not exist is refused by name") {
  settings wanted;
  wanted.store = "paper";
  CHECK_THROWS_WITH(open_store(wanted), "there is no store called paper");
}
