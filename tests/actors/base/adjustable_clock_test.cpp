#include "actors/base/adjustable_clock.hpp"

#include <catch2/catch.hpp>

#include <thread>
#include <vector>

using namespace frontrow;

namespace {

constexpr instant noon{std::chrono::hours{12}};
constexpr milliseconds second{1'000};

struct bench {
  instant own = noon;
  adjustable_clock clock{[this] {
    return own;
  }};
};

} // namespace

TEST_CASE("an adjusted clock counts by its own until it is told better") {
  bench at;
  CHECK(at.clock.now() == noon);
  at.own += second;
  CHECK(at.clock.now() == noon + second);
  at.clock.adjust(noon + 60 * second);
  CHECK(at.clock.now() == noon + 60 * second);
  CHECK(at.clock.offset() == 59 * second);
  at.own += second;
  CHECK(at.clock.now() == noon + 61 * second);
}

TEST_CASE("an adjusted clock that was fast stands still until time has caught up") {
  bench at;
  CHECK(at.clock.now() == noon);
  at.clock.adjust(noon - 3 * second);
  CHECK(at.clock.now() == noon);
  at.own += 2 * second;
  CHECK(at.clock.now() == noon);
  at.own += 2 * second;
  CHECK(at.clock.now() == noon + second);
  // Nobody looked at it meanwhile, and all the same.
  at.clock.adjust(noon + 9 * second);
  at.clock.adjust(noon + 5 * second);
  CHECK(at.clock.now() == noon + 5 * second);
}

TEST_CASE("an adjusted clock never runs backwards, whoever reads it and however it is set") {
  std::atomic<milliseconds::rep> own{0};
  const auto clock = std::make_shared<adjustable_clock>(
      [&] { return noon + milliseconds{own.fetch_add(1, std::memory_order_relaxed)}; });
  std::atomic<bool> is_over{false};
  std::atomic<int> steps_back{0};
  std::vector<std::thread> readers;
  for (int n = 0; n < 3; ++n)
    readers.emplace_back([&, now = reading(clock)] {
      for (auto last = now(); !is_over;) {
        const auto next = now();
        steps_back += next < last;
        last = next;
      }
    });
  for (int n = 0; n < 2'000; ++n)
    clock->adjust(noon + milliseconds{n * 7'919 % 100'000});
  is_over = true;
  for (auto& one : readers)
    one.join();
  CHECK(steps_back == 0);
}
