#include "actors/store/partition.hpp"
#include "persistence/memory/faulty_store.hpp"
#include "persistence/writer/writer_actor.hpp"
#include "persistence/writer/writer_router.hpp"
#include "tests/persistence/kept_store.hpp"
#include "tests/persistence/one_thread.hpp"

using namespace frontrow;
using namespace frontrow::test;

namespace {

constexpr auto committed = commit_result::committed;
constexpr std::uint32_t partitions = 5;

/// Three writers over one memory store; each notes who it saved.
struct bench : one_thread {
  bench() {
    std::vector<writer_actor> writers;
    for (std::size_t n = 0; n < 3; ++n) {
      observers.push_back(std::make_shared<writer_observer>());
      writers.push_back(spawn(keep_writer, writer_tools{.store = store.open_writer(),
                                                        .clock = [] { return noon; },
                                                        .feed = {},
                                                        .observer = observers.back(),
                                                        .fault = {}}));
    }
    router = spawn(keep_writer_router, writers, partitions);
  }

  commit_fault fault = commit_fault::none;
  faulty_store store{std::make_shared<memory_store>(std::chrono::hours{24}, partitions), [this] {
                       return fault;
                     }};
  std::vector<std::shared_ptr<writer_observer>> observers;
  writer_actor router;
};

} // namespace

TEST_CASE("each write set, and each question for its answer, goes to the writer of its partition") {
  bench at;
  std::vector<std::uint64_t> wanted(3);
  for (std::uint64_t user = 1; user <= 30; ++user) {
    const auto set = set_of(wallet_at(1, user), answer_of("k", user));
    CHECK(at.answer<commit_result>(at.router, set) == committed);
    ++wanted[partition_of(user_id{user}, partitions) % 3];
    const find_answer question{.user = user_id{user}, .what = operation::reserve, .key = "k"};
    CHECK(*at.answer<std::optional<answer_row>>(at.router, question) == answer_of("k", user));
  }
  for (std::size_t n = 0; n < 3; ++n)
    CHECK(at.observers[n]->committed == wanted[n]);
}

TEST_CASE("an empty write set is answered when all writers have answered what came before") {
  bench at;
  std::vector<std::shared_ptr<std::optional<caf::expected<commit_result>>>> before;
  for (std::uint64_t user = 1; user <= 30; ++user)
    before.push_back(at.ask<commit_result>(at.router, set_of(wallet_at(1, user))));
  auto barrier = at.ask<commit_result>(at.router, write_set{});
  while (!barrier->has_value())
    at.step();
  CHECK(**barrier == committed);
  for (const auto& one : before)
    CHECK(one->has_value());
}

TEST_CASE("an empty write set fails when any writer does") {
  bench at;
  at.fault = commit_fault::full;
  CHECK(at.answer<commit_result>(at.router, write_set{}).error() == store_failure::full);
}
