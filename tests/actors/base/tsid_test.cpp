#include "actors/base/tsid.hpp"

#include "actors/base/ensure.hpp"
#include "tests/actors/samples.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <thread>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

TEST_CASE("tsid: ids grow, also more than 4,096 in one millisecond") {
  tsid_source source{3};
  auto last = raw(source.next(noon));
  for (int i = 0; i < 10'000; ++i) {
    const auto fresh = raw(source.next(noon));
    if (fresh <= last)
      FAIL("id " << i << " does not grow");
    REQUIRE((fresh >> 12 & 1023) == 3);
    last = fresh;
  }
  CHECK(raw(source.next(noon - 1h)) > last);
  CHECK(raw(source.next(noon + 1h)) >> 22 == raw(tsid_source{0}.next(noon + 1h)) >> 22);
}

TEST_CASE("tsid: nodes differ at the same instant") {
  CHECK(tsid_source{1}.next(noon) != tsid_source{2}.next(noon));
  CHECK_NOTHROW(tsid_source{1023});
  CHECK_THROWS_AS(tsid_source{1024}, broken_invariant);
}

TEST_CASE("tsid: threads never get the same one") {
  tsid_source source{1};
  std::vector<std::vector<reservation_id>> got(4);
  std::vector<std::thread> threads;
  for (auto& mine : got)
    threads.emplace_back([&] {
      for (int i = 0; i < 20'000; ++i)
        mine.push_back(source.next(noon + milliseconds{i / 5'000}));
    });
  for (auto& t : threads)
    t.join();
  std::vector<reservation_id> all;
  for (const auto& mine : got) {
    CHECK(std::ranges::is_sorted(mine));
    all.insert(all.end(), mine.begin(), mine.end());
  }
  std::ranges::sort(all);
  CHECK(std::ranges::adjacent_find(all) == all.end());
}
