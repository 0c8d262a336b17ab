#include "actors/base/roll_of_actors.hpp"

#include "actors/base/house_watch.hpp"
#include "actors/base/tap_board.hpp"
#include "tests/actors/doors.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

using steady = std::chrono::steady_clock;

/// Somebody looks for the length of a test.
struct onlooker {
  onlooker() { the_watch.keep_on(steady::now() + 1h); }
  ~onlooker() {
    the_taps.close(actor_kind::schedule, label);
    end_looks();
  }
  actor_label label{raw(evening), 0};
};

template <class Answer, class Message>
caf::expected<Answer> tell(doors& at, actor_kind kind, actor_label label, Message what) {
  const auto whom = find_actor(kind, label);
  REQUIRE(whom);
  return at.answer<Answer>(caf::actor_cast<caf::actor>(whom), what);
}

std::string fact(const actor_inside& of, std::string_view name) {
  for (const auto& each : of.facts)
    if (each.name == name)
      return each.value;
  return {};
}

} // namespace

TEST_CASE("roll: an actor is on it under its name while it lives") {
  const actor_label seat{raw(evening), 3};
  {
    doors at{show_of(9)};
    CHECK_FALSE(find_actor(actor_kind::seat, seat));
    at.hold(user_id{7}, 3);
    CHECK(find_actor(actor_kind::seat, seat));
    CHECK(labels_of(actor_kind::seat, 10) == std::vector{seat});
    CHECK(find_actor(actor_kind::schedule, {raw(evening), 0}));
  }
  CHECK_FALSE(find_actor(actor_kind::seat, seat));
}

TEST_CASE("roll: an actor tells what it is, whatever it takes otherwise") {
  const onlooker looks;
  doors at{show_of(9)};
  const auto reservation = at.hold(user_id{7}, 3);
  const auto seen = tell<actor_inside>(at, actor_kind::seat, {raw(evening), 3}, look_inside{});
  REQUIRE(seen);
  CHECK(fact(*seen, "state") == "HELD");
  CHECK(fact(*seen, "reservation") == print_id(reservation));
  CHECK(seen->waiting == 0);
  const auto show = tell<actor_inside>(at, actor_kind::schedule, looks.label, look_inside{});
  REQUIRE(show);
  CHECK(fact(*show, "held") == "1");
  CHECK(show->can_go);
}

TEST_CASE("roll: a seat that is sent away is read back as it was") {
  const onlooker looks;
  doors at{show_of(9)};
  const auto reservation = at.hold(user_id{7}, 3);
  const actor_label seat{raw(evening), 3};
  CHECK(*tell<bool>(at, actor_kind::schedule, looks.label, send_away{seat}));
  at.settle();
  CHECK_FALSE(find_actor(actor_kind::seat, seat));
  CHECK_FALSE(*tell<bool>(at, actor_kind::schedule, looks.label, send_away{seat}));
  at.done(doors::charge(user_id{7}, 1'000));
  CHECK(at.done(doors::finish(operation::confirm, reservation))->no == refusal::none);
  CHECK(at.seat(3).is == seat_row::phase::sold);
}

TEST_CASE("roll: a schedule that is sent away comes back by itself, and holds run out in it") {
  const onlooker looks;
  doors at{show_of(9)};
  at.hold(user_id{7}, 3);
  CHECK(*tell<bool>(at, actor_kind::schedule, looks.label, send_away{looks.label}));
  at.wait(2s);
  CHECK(find_actor(actor_kind::schedule, looks.label));
  at.wait(6min);
  CHECK(at.seat(3).is == seat_row::phase::open);
}

TEST_CASE("roll: looks name the deep and the busy, and how old the oldest message is") {
  const onlooker looks;
  doors at{show_of(9)};
  at.available();
  const auto start = steady::now();
  look_at_kind(actor_kind::schedule, 100, 5, start);
  for (int i = 0; i < 3; ++i)
    at.ask<schedule_view>(at.schedules, describe_schedule{evening});
  for (int i = 0; i < 3; ++i)
    at.step(at.schedules); // handed on, and not taken
  const auto seen = look_at_kind(actor_kind::schedule, 100, 5, start + 1s);
  REQUIRE(seen.deepest.size() == 1);
  CHECK(seen.deepest[0].label == looks.label);
  CHECK(seen.deepest[0].waiting == 3);
  const auto later = look_at_kind(actor_kind::schedule, 100, 5, start + 4s);
  CHECK(later.oldest == 3s);
  at.settle();
  const auto over = look_at_kind(actor_kind::schedule, 100, 5, start + 5s);
  CHECK(over.deepest.empty());
  CHECK(over.oldest == 0s);
  REQUIRE(over.busiest.size() == 1);
  CHECK(over.busiest[0].per_second == Approx(3));
}

TEST_CASE("tap: has the names of messages from its opening on, and closes when nobody reads") {
  const onlooker looks;
  doors at{show_of(9)};
  at.available();
  CHECK_FALSE(the_taps.read(actor_kind::schedule, looks.label));
  REQUIRE(the_taps.open(actor_kind::schedule, looks.label, steady::now()));
  CHECK(the_taps.read(actor_kind::schedule, looks.label)->empty());
  at.available();
  const auto came = the_taps.read(actor_kind::schedule, looks.label);
  REQUIRE(came->size() == 1);
  CHECK(came->front().what == "describe_schedule");
  for (std::size_t i = 0; i < 2 * tap_board::messages_max; ++i)
    at.available();
  CHECK(the_taps.read(actor_kind::schedule, looks.label)->size() == tap_board::messages_max);
  REQUIRE(the_taps.open(actor_kind::wallet, {1, 0}, steady::now() + tap_board::tap_life));
  CHECK_FALSE(the_taps.read(actor_kind::schedule, looks.label));
  the_taps.close(actor_kind::wallet, {1, 0});
  CHECK_FALSE(the_taps.is_any());
}

TEST_CASE("watch: what is only for onlookers is counted only while there are any") {
  doors at{show_of(9)};
  the_watch.see(steady::now() + 2h);
  CHECK_FALSE(the_watch.is_on());
  const auto timed = [] {
    std::uint64_t sum = 0;
    for (const auto& bucket : figures_of(actor_kind::schedule).handling)
      sum += bucket;
    return sum;
  };
  const auto before = timed();
  at.available();
  CHECK(timed() == before);
  const onlooker looks;
  at.available();
  CHECK(timed() > before);
}
