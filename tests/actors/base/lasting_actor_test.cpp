#include "actors/programme/programme_actor.hpp"
#include "tests/actors/doors.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

struct bench : doors {
  bench() : doors{show_of(3)} {
    put({concert_row{concert_id{1}, "Title", "Artist", noon}});
    programme = spawn(keep_programme, stage, schedules);
  }
  caf::expected<std::vector<concert_row>> concerts() {
    return answer<std::vector<concert_row>>(programme, list_concerts{});
  }
  programme_actor programme;
};

auto faults(actor_kind kind) {
  return figures_of(kind).faults.load();
}

} // namespace

TEST_CASE("lasting: after a bug an actor begins anew at once, under its old address") {
  bench at;
  REQUIRE(at.concerts()->size() == 1);
  const auto before = faults(actor_kind::programme);
  strike(at.programme);
  CHECK(at.concerts()->size() == 1);
  CHECK(faults(actor_kind::programme) == before + 1);
}

TEST_CASE("lasting: bug after bug, it rests for longer and longer, and whoever comes is told so") {
  bench at;
  strike(at.programme);
  REQUIRE(at.concerts());
  for (const auto rest : {100ms, 200ms, 400ms}) {
    strike(at.programme);
    at.settle();
    CHECK(at.concerts().error() == store_failure::unavailable);
    at.wait(rest - 1ms);
    CHECK(at.concerts().error() == store_failure::unavailable);
    at.wait(1ms);
    CHECK(at.concerts()->size() == 1);
  }
  at.wait(rebirth_calm);
  strike(at.programme);
  CHECK(at.concerts()->size() == 1);
}

TEST_CASE("lasting: one that rests can be ended") {
  bench at;
  const auto before = figures_of(actor_kind::programme).alive.load();
  strike(at.programme);
  strike(at.programme);
  at.settle();
  caf::anon_send_exit(at.programme, caf::exit_reason::user_shutdown);
  at.settle();
  CHECK(at.concerts().error() == caf::sec::request_receiver_down);
  at.wait(1s);
  CHECK(figures_of(actor_kind::programme).alive.load() <= before);
}

TEST_CASE("lasting: what was begun when the bug came ends with a failure, and can be asked again") {
  bench at;
  at.before_commit = [&] {
    at.before_commit = nullptr;
    strike(at.desk);
  };
  auto charge = at.start(doors::charge(ann, 5, "key"));
  at.settle();
  REQUIRE_FALSE(is_open(charge));
  CHECK((*charge)->error() == store_failure::unavailable);
  const auto again = at.done(doors::charge(ann, 5, "key"));
  REQUIRE(again);
  CHECK(again->replayed);
  CHECK(again->balance == 5);
  CHECK(at.wallet(ann).balance == 5);
}

TEST_CASE("lasting: a keeper that met a bug still knows every key") {
  bench at;
  const auto keeper = at.spawn(keep_answers, at.stage, checkout_doors{at.schedules, at.wallets});
  REQUIRE(at.answer<outcome>(keeper, doors::charge(ann, 5, "key"))->balance == 5);
  strike(keeper);
  const auto again = at.answer<outcome>(keeper, doors::charge(ann, 5, "key"));
  REQUIRE(again);
  CHECK(again->replayed);
  CHECK(again->balance == 5);
}

TEST_CASE("lasting: directories that met a bug find everybody again") {
  bench at;
  REQUIRE(at.done(doors::charge(ann, 5))->balance == 5);
  const auto held = at.hold(ann, 1);
  strike(at.wallets);
  strike(at.schedules);
  strike(at.queues);
  at.settle();
  CHECK(at.done(doors::charge(ann, 5))->balance == 10);
  CHECK(at.available() == 2);
  CHECK(at.done(doors::finish(operation::cancel, held))->no == refusal::none);
  CHECK(at.available() == 3);
}

TEST_CASE("lasting: holds run out though their schedule's directory met a bug") {
  bench at;
  at.hold(ann, 1);
  strike(at.schedules);
  at.settle();
  at.wait(5min);
  at.wait(1s);
  CHECK(at.seat(1).is == seat_row::phase::open);
}

TEST_CASE("lasting: holds run out though their schedule met a bug") {
  bench at;
  at.hold(ann, 1);
  const auto before = figures_of(actor_kind::schedule).activations.load();
  strike(caf::actor_cast<caf::actor>(at.show()));
  at.settle();
  at.wait(1s);
  CHECK(figures_of(actor_kind::schedule).activations.load() == before + 1);
  at.wait(5min);
  at.wait(1s);
  CHECK(at.seat(1).is == seat_row::phase::open);
}
