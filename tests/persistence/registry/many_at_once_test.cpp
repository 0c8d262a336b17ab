#include "tests/persistence/registry/registry_bench.hpp"

#include <atomic>
#include <set>
#include <thread>

using namespace frontrow;
using namespace frontrow::test;

#define FRONTROW_REGISTRIES in_shared_memory, in_shared_postgres

namespace {

constexpr std::size_t crowd = 6;

/// Each with a registry of its own, all at once.
template <class Work>
void at_once(store& on, Work work) {
  std::vector<std::unique_ptr<registry>> all;
  for (std::size_t n = 0; n < crowd; ++n)
    all.push_back(on.open_registry());
  std::vector<std::thread> threads;
  for (std::size_t n = 0; n < crowd; ++n)
    threads.emplace_back([&, n] { work(*all[n], n); });
  for (auto& one : threads)
    one.join();
}

} // namespace

TEMPLATE_TEST_CASE("of many that join at once each gets an id and a number of its own", "",
                   FRONTROW_REGISTRIES) {
  registry_bench<TestType> at;
  std::vector<joined> made(crowd);
  at_once(*at.kept, [&](registry& by, std::size_t n) {
    // Two want the same name.
    const auto name = std::to_string(n == 1 ? 0 : n);
    made[n] = by.answer(join_cluster{.who = node_called(name), .lease = long_lease});
  });
  std::set<node_id> ids;
  std::set<std::uint32_t> numbers;
  for (const auto& one : made)
    if (one.why_not.empty()) {
      ids.insert(one.id);
      numbers.insert(one.number);
    }
  CHECK(ids.size() == crowd - 1);
  CHECK(numbers.size() == crowd - 1);
  CHECK(made[0].may_retry != made[1].may_retry);
  CHECK(at.view().members.size() == crowd - 1);
}

TEMPLATE_TEST_CASE("of many that claim the same at once one gets it, whatever comes and goes", "",
                   FRONTROW_REGISTRIES) {
  registry_bench<TestType> at;
  std::vector<node_id> ids;
  for (std::size_t n = 0; n < crowd; ++n)
    ids.push_back(at.join(std::to_string(n)));
  std::vector<shard_id> all;
  for (std::uint32_t n = 0; n < shard_count; ++n)
    all.push_back(shard_id{n});
  std::atomic<std::uint64_t> gained{0};
  std::atomic<std::uint64_t> doubles{0};
  std::vector<std::atomic<int>> holders(shard_count);
  at_once(*at.kept, [&](registry& by, std::size_t n) {
    for (int round = 0; round < 15; ++round) {
      const auto view = by.answer(claim_shards{.id = ids[n], .which = all});
      std::vector<shard_id> mine;
      for (std::uint32_t s = 0; s < shard_count; ++s)
        if (view.shards[s].owner == ids[n]) {
          mine.push_back(shard_id{s});
          doubles += ++holders[s] != 1;
        }
      gained += mine.size();
      CHECK(by.answer(renew_lease{.id = ids[n], .lease = long_lease}).is_member);
      for (const auto one : mine)
        --holders[raw(one)];
      by.answer(release_shards{.id = ids[n], .which = mine});
    }
  });
  CHECK(doubles == 0);
  CHECK(gained >= shard_count);
  std::uint64_t epochs = 0;
  for (const auto& one : at.view().shards) {
    CHECK(one.owner == node_id{});
    epochs += one.epoch;
  }
  CHECK(epochs == gained);
}

TEMPLATE_TEST_CASE("writers of two nodes interleave, and events have no gap", "",
                   FRONTROW_REGISTRIES) {
  registry_bench<TestType> at;
  std::vector<std::unique_ptr<store_writer>> writers;
  for (const auto* name : {"a", "b"})
    writers.push_back(at.kept->open_writer(at.join(name)));
  const auto one_of = [](std::uint64_t n, std::uint64_t user) {
    auto set = set_of(wallet_at(n, user));
    set.events = {event_of(n)};
    set.events.front().user = user_id{user};
    return set;
  };
  // Their users lie in the same partitions.
  for (std::uint64_t n = 1; n <= 10; ++n)
    for (std::uint64_t w = 0; w < 2; ++w) {
      std::vector<write_set> batch;
      for (std::uint64_t user = 1; user <= 30; ++user)
        batch.push_back(one_of(n, 2 * user + w));
      for (const auto result : writers[w]->commit(batch, noon))
        CHECK(result == commit_result::committed);
    }
  auto reader = at.kept->open_reader();
  std::uint64_t sum = 0;
  const auto last = reader->read(load_positions{});
  for (std::uint32_t p = 0; p < last.size(); ++p) {
    const auto page = reader->read(read_events{p, 0, 1'000});
    CHECK(page.events.size() == last[p]);
    std::map<user_id, std::uint64_t> seen;
    for (const auto& placed : page.events)
      CHECK(placed.what.sequence == ++seen[placed.what.user]);
    sum += last[p];
  }
  CHECK(sum == 600);
}
