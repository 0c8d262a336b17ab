#pragma once

#include "actors/backstage.hpp"
#include "actors/base/tsid.hpp"
#include "persistence/archive/archive_actor.hpp"
#include "persistence/memory/faulty_store.hpp"
#include "persistence/memory/memory_store.hpp"
#include "persistence/writer/writer_actor.hpp"
#include "tests/actors/samples.hpp"
#include "tests/persistence/one_thread.hpp"

/// The house's actors on one thread over a memory store, where nothing and no time moves until the
/// test moves it.
namespace frontrow::test {

struct house_bench : one_thread {
  explicit house_bench(settings how = {}) {
    auto made = std::make_shared<backstage>();
    writer = spawn(keep_writer, writer_tools{.store = store.open_writer(),
                                             .clock = [this] { return now; },
                                             .feed = {},
                                             .fault =
                                                 [this](std::string_view point) {
                                                   if (point == "before_commit" && before_commit)
                                                     before_commit();
                                                 }});
    made->writer = writer;
    made->archive = spawn(keep_archive, std::shared_ptr<store_reader>{store.open_reader()});
    made->now = [this] {
      return now;
    };
    made->fresh_reservation = [this] {
      return ids.next(now);
    };
    made->fresh_token = [this] {
      ++tokens;
      return token_id{tokens, tokens};
    };
    made->how = std::move(how);
    stage = made;
  }

  /// Lets time go by: the clock that rules see and the one that wakes actors.
  void wait(milliseconds time) {
    now += time;
    pass(time);
  }

  /// Puts rows into the store as it is.
  void put(std::vector<row> rows) {
    const auto came = answer<commit_result>(writer, write_set{std::move(rows), {}, {}});
    if (!came || *came != commit_result::committed)
      throw std::logic_error{"the test's rows are not accepted"};
  }

  template <class Question>
  auto read(const Question& what) {
    return store.open_reader()->read(what);
  }
  seat_row seat(std::uint32_t number) { return read(load_seat{evening, seat_id{number}}); }
  wallet_row wallet(user_id user) { return read(load_wallet{user}); }
  std::vector<event> events() {
    std::vector<event> all;
    for (auto& e : read(read_events{0, 0, 1'000'000}).events)
      all.push_back(e.what);
    return all;
  }

  instant now = noon;
  tsid_source ids{0};
  std::uint64_t tokens = 0;
  commit_fault fault = commit_fault::none;
  std::function<void()> before_commit; // what happens just then
  std::uint64_t commits = 0;
  faulty_store store{std::make_shared<memory_store>(), [this] {
                       ++commits;
                       return fault;
                     }};
  writer_actor writer;
  backstage_ptr stage;
};

/// Whether it is not there yet, so that a test can say when it comes.
template <class Answer>
bool is_open(const std::shared_ptr<std::optional<caf::expected<Answer>>>& place) {
  return !place->has_value();
}

} // namespace frontrow::test
