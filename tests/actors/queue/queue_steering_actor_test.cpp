#include "actors/queue/queue_steering_actor.hpp"

#include "tests/actors/doors.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

struct bench : doors {
  bench() : doors{show()} {
    for (std::uint64_t user = 1; user <= 5; ++user)
      answer<queue_ticket>(queues, enter_queue{evening, user_id{user}, {}, {}});
  }
  static schedule_row show() {
    auto made = show_of(50);
    made.concurrent_user_max = 1;
    return made;
  }
  queue_view steer(steer_queue m = {}) {
    m.id = evening;
    const auto view = answer<queue_view>(queues, m);
    REQUIRE(view);
    return *view;
  }
};

constexpr auto paused = steer_queue::doors::paused;
constexpr auto open_again = steer_queue::doors::open;

} // namespace

TEST_CASE("queue steering: with nothing to change the room is described, and nothing is saved") {
  bench at;
  const auto commits = at.commits;
  const auto view = at.steer();
  CHECK(view.capacity == 1);
  CHECK(view.active == 1);
  CHECK(view.waiting == 4);
  CHECK_FALSE(view.is_paused);
  CHECK(at.commits == commits);
  CHECK(at.answer<queue_view>(at.queues, steer_queue{.id = schedule_id{99}})->no
        == refusal::schedule_not_found);
}

TEST_CASE("queue steering: a wider room lets in at once, and is as wide after a restart") {
  bench at;
  CHECK(at.steer({.capacity = 3}).capacity == 3);
  at.settle();
  CHECK(at.steer().active == 3);
  CHECK(at.read(load_schedule{evening})->facts.concurrent_user_max == 3);
  CHECK(at.read(load_schedule{evening})->facts.version == 2);
  at.restart();
  const auto view = at.steer();
  CHECK(view.capacity == 3);
  CHECK(view.active == 3);
  CHECK(at.steer({.capacity = 4}).capacity == 4);
}

TEST_CASE("queue steering: pause and pace outlast a restart") {
  bench at;
  at.steer({.now = paused, .capacity = 5, .per_second = 7});
  at.restart();
  at.wait(5s);
  auto view = at.steer();
  CHECK(view.is_paused);
  CHECK(view.per_second == 7);
  CHECK(view.active == 1);
  view = at.steer({.now = open_again, .per_second = 0});
  CHECK_FALSE(view.is_paused);
  at.settle();
  CHECK(at.steer().active == 5);
}

TEST_CASE("queue steering: what cannot be saved is not done") {
  bench at;
  at.fault = commit_fault::before;
  CHECK_FALSE(at.answer<queue_view>(at.queues, steer_queue{.id = evening, .now = paused}));
  at.fault = commit_fault::none;
  at.wait(2s);
  CHECK_FALSE(at.steer().is_paused);
}
