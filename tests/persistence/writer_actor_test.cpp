#include "persistence/archive/archive_actor.hpp"
#include "persistence/memory/faulty_store.hpp"
#include "persistence/writer/writer_actor.hpp"
#include "tests/persistence/kept_store.hpp"
#include "tests/persistence/one_thread.hpp"

using namespace frontrow;
using namespace frontrow::test;

namespace {

constexpr auto committed = commit_result::committed;

/// A writer over a memory store whose days are as bad as `fault` says.
struct bench : one_thread {
  explicit bench(writer_limits limits = {}) {
    observer->on_batch = [this](std::size_t size, auto) {
      batches.push_back(size);
    };
    writer = spawn(keep_writer, writer_tools{.store = store.open_writer(),
                                             .clock = [this] { return now; },
                                             .feed = {},
                                             .observer = observer,
                                             .limits = limits,
                                             .fault =
                                                 [this](auto at) {
                                                   reached(at);
                                                 }});
  }

  auto save(write_set set) { return ask<commit_result>(writer, std::move(set)); }

  void reached(std::string_view point) {
    points.emplace_back(point);
    if (point == breaks_at)
      throw std::runtime_error{"injected"};
  }

  std::uint64_t version_of(std::uint64_t user) {
    return store.open_reader()->read(load_wallet{user_id{user}}).version;
  }

  instant now = noon;
  commit_fault fault = commit_fault::none;
  std::string breaks_at;
  std::vector<std::string> points;
  std::vector<std::size_t> batches;
  faulty_store store{std::make_shared<memory_store>(), [this] {
                       return fault;
                     }};
  std::shared_ptr<writer_observer> observer = std::make_shared<writer_observer>();
  writer_actor writer;
};

} // namespace

TEST_CASE("what waits in the mailbox is committed together") {
  bench at;
  std::vector<decltype(at.save({}))> answers;
  for (std::uint64_t user = 1; user <= 5; ++user)
    answers.push_back(at.save(set_of(wallet_at(1, user))));
  at.settle();
  for (auto& one : answers)
    CHECK(**one == committed);
  CHECK(at.batches == std::vector<std::size_t>{5});
  CHECK(at.points == std::vector<std::string>{"before_commit", "after_commit", "after_answer"});
  CHECK(at.observer->committed == 5);
  CHECK(at.observer->pending == 0);
}

TEST_CASE("a batch is limited, and the rest follows at once") {
  bench at{{.batch_max = 2}};
  std::vector<decltype(at.save({}))> answers;
  for (std::uint64_t user = 1; user <= 5; ++user)
    answers.push_back(at.save(set_of(wallet_at(1, user))));
  at.settle();
  for (auto& one : answers)
    CHECK(**one == committed);
  CHECK(at.batches == std::vector<std::size_t>{2, 2, 1});
}

TEST_CASE("each write set gets its own answer") {
  bench at;
  auto first = at.save(set_of(wallet_at(1)));
  auto guilty = at.save(set_of(wallet_at(1, 2), wallet_at(1)));
  auto late = set_of(wallet_at(1, 3));
  late.deadline = at.now;
  auto too_late = at.save(late);
  at.settle();
  CHECK(**first == committed);
  CHECK(**guilty == commit_result::conflict);
  CHECK(**too_late == commit_result::too_late);
  CHECK(at.observer->conflicts == 1);
  CHECK(at.observer->too_late == 1);
}

TEST_CASE("more than may wait is refused at once, and what waits is kept") {
  bench at{{.batch_max = 8, .pending_max = 2}};
  auto first = at.save(set_of(wallet_at(1, 1)));
  auto second = at.save(set_of(wallet_at(1, 2)));
  auto third = at.save(set_of(wallet_at(1, 3)));
  at.settle();
  CHECK(**first == committed);
  CHECK(**second == committed);
  CHECK((*third)->error() == store_failure::overloaded);
  CHECK(at.version_of(3) == 0);
  CHECK(at.answer<commit_result>(at.writer, set_of(wallet_at(1, 4))) == committed);
}

TEST_CASE("when little room is left, new holds and bookings are refused, and the rest is kept") {
  bench at{{.batch_max = 8, .pending_max = 3, .pending_kept = 2}};
  auto freed = seat_at(2, 4);
  freed.is = seat_row::phase::open;
  auto first = at.save(set_of(wallet_at(1, 1)));
  auto hold = at.save(set_of(seat_at(1)));
  auto booking = at.save(set_of(booking_row{}));
  auto second = at.save(set_of(wallet_at(1, 2)));
  auto third = at.save(set_of(freed));
  auto last = at.save(set_of(wallet_at(1, 3)));
  at.settle();
  CHECK((*hold)->error() == store_failure::overloaded);
  CHECK((*booking)->error() == store_failure::overloaded);
  CHECK(**first == committed);
  CHECK(**second == committed);
  CHECK(third->value());
  CHECK((*last)->error() == store_failure::overloaded);
  CHECK(at.answer<commit_result>(at.writer, set_of(seat_at(1))) == committed);
}

TEST_CASE("a failed commit is everybody's failure, and the writer lives on") {
  bench at;
  at.fault = commit_fault::full;
  auto first = at.save(set_of(wallet_at(1, 1)));
  auto second = at.save(set_of(wallet_at(1, 2)));
  at.settle();
  CHECK((*first)->error() == store_failure::full);
  CHECK((*second)->error() == store_failure::full);
  CHECK(at.observer->failed == 2);
  at.fault = commit_fault::none;
  CHECK(at.answer<commit_result>(at.writer, set_of(wallet_at(1, 1))) == committed);
}

TEST_CASE("a commit of unknown outcome is a failure, and its rows tell") {
  bench at;
  at.fault = GENERATE(commit_fault::before, commit_fault::after);
  const bool is_there = at.fault == commit_fault::after;
  auto lost = at.save(set_of(wallet_at(1), answer_of("k")));
  at.settle();
  CHECK((*lost)->error() == store_failure::unavailable);
  at.fault = commit_fault::none;
  CHECK(at.answer<commit_result>(at.writer, set_of(wallet_at(1), answer_of("k")))
        == (is_there ? commit_result::key_known : committed));
  const find_answer question{.user = user_id{101}, .what = operation::reserve, .key = "k"};
  CHECK(*at.answer<std::optional<answer_row>>(at.writer, question) == answer_of("k"));
}

TEST_CASE("a fault point that throws does not end the writer") {
  bench at;
  at.breaks_at = GENERATE("before_commit", "after_commit", "after_answer");
  auto answer = at.save(set_of(wallet_at(1)));
  at.settle();
  if (at.breaks_at == "after_answer")
    CHECK(**answer == committed);
  else
    CHECK((*answer)->error() == store_failure::unavailable);
  CHECK(at.version_of(101) == (at.breaks_at == "before_commit" ? 0 : 1));
  at.breaks_at.clear();
  CHECK(at.answer<commit_result>(at.writer, set_of(wallet_at(1, 2))) == committed);
}

TEST_CASE("a writer that is not alone counts its own events only") {
  one_thread house;
  memory_store store;
  auto seen = std::make_shared<writer_observer>();
  write_set set;
  set.events = {event_of(1), event_of(2)};
  CHECK(store.open_writer()->commit(std::span{&set, 1}, noon).front() == committed);
  auto writer = house.spawn(keep_writer, writer_tools{.store = store.open_writer(),
                                                      .clock = [] { return noon; },
                                                      .observer = seen,
                                                      .is_alone = false,
                                                      .fault = {}});
  CHECK(seen->events == 0);
  CHECK(store.open_writer()->commit(std::span{&set, 1}, noon).front() == committed);
  CHECK(house.answer<commit_result>(writer, set) == committed);
  CHECK(seen->events == 2);
}
