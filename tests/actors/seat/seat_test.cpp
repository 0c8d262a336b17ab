#include "actors/seat/seat.hpp"

#include "actors/base/ensure.hpp"
#include "tests/actors/samples.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

using phase = seat_row::phase;
using state = reservation_row::state;
using kind = event::kind;

constexpr reservation_id first{11};
constexpr reservation_id second{12};
constexpr auto late = noon + 5min;

seat_memory open_seat() {
  seat_memory m;
  m.seat.schedule = evening;
  m.seat.seat = seat_id{7};
  return m;
}

seat_memory held_by_ann() {
  return hold(open_seat(), ann, first, 900, 5min, noon)->next;
}

seat_memory paid_by_ann() {
  return confirm(held_by_ann(), first, noon)->next;
}

booking_row booking_of(std::uint64_t sequence) {
  booking_row b;
  b.schedule = evening;
  b.sequence = sequence;
  b.user = "zoe";
  return b;
}

seat_memory booked() {
  return book(open_seat(), booking_of(3), noon)->next;
}

/// What a rule came to: a refusal, or the seat's next phase, the reservations as they are saved
/// and the kinds of events, in order.
struct came_to {
  refusal no = refusal::none;
  phase is{};
  std::vector<std::pair<reservation_id, state>> saved{};
  std::vector<kind> said{};

  bool operator==(const came_to&) const = default;
};

came_to digest(const seat_verdict& v) {
  came_to d;
  if (!v) {
    d.no = v.error();
    return d;
  }
  d.is = v->next.seat.is;
  for (const auto& r : rows_of<reservation_row>(v->save.rows))
    d.saved.emplace_back(r.id, r.is);
  for (const auto& e : v->save.events)
    d.said.push_back(e.is);
  return d;
}

} // namespace

TEST_CASE("seat: hold") {
  const auto at = [](const seat_memory& m, instant now) {
    return digest(hold(m, bob, second, 900, 5min, now));
  };
  const came_to granted{
      {}, phase::held, {{second, state::preempted}}, {kind::reservation_preempted}};
  const came_to taken{refusal::seat_taken};
  CHECK(at(open_seat(), noon) == granted);
  CHECK(at(held_by_ann(), noon) == taken);
  CHECK(at(held_by_ann(), late - 1ms) == taken);
  CHECK(at(held_by_ann(), late) == taken); // until it has expired
  CHECK(has_run_out(held_by_ann().seat, late));
  CHECK_FALSE(has_run_out(held_by_ann().seat, late - 1ms));
  CHECK(at(expire(held_by_ann(), late)->next, late) == granted);
  CHECK(at(paid_by_ann(), late) == taken);
  CHECK(at(booked(), late) == taken);
}

TEST_CASE("seat: book") {
  const auto at = [](const seat_memory& m, instant now) {
    return digest(book(m, booking_of(4), now));
  };
  const came_to taken{refusal::seat_taken};
  CHECK(at(open_seat(), noon) == came_to{{}, phase::sold, {}, {kind::seat_booked}});
  CHECK(at(held_by_ann(), late) == taken);
  CHECK(at(paid_by_ann(), noon) == taken);
  CHECK(at(booked(), noon) == taken);

  const auto step = book(open_seat(), booking_of(4), noon);
  const auto bookings = rows_of<booking_row>(step->save.rows);
  REQUIRE(bookings.size() == 1);
  CHECK(bookings[0].seat == seat_id{7});
  CHECK(bookings[0].at == noon);
  CHECK(step->save.events[0].fcfs_sequence == 4);
  CHECK(step->save.events[0].fcfs_user == "zoe");
}

TEST_CASE("seat: expire") {
  const auto at = [](const seat_memory& m, instant now) {
    return digest(expire(m, now));
  };
  const came_to not_due{refusal::seat_taken};
  CHECK(at(open_seat(), late) == not_due);
  CHECK(at(held_by_ann(), late - 1ms) == not_due);
  CHECK(at(held_by_ann(), late)
        == came_to{{}, phase::open, {{first, state::expired}}, {kind::reservation_expired}});
  CHECK(at(paid_by_ann(), late) == not_due);
  CHECK(at(booked(), late) == not_due);
}

TEST_CASE("seat: confirm") {
  const auto at = [](const seat_memory& m, instant now) {
    return digest(confirm(m, first, now));
  };
  CHECK(at(held_by_ann(), late - 1ms)
        == came_to{{}, phase::sold, {{first, state::confirmed}}, {kind::reservation_confirmed}});
  CHECK(at(held_by_ann(), late) == came_to{refusal::reservation_expired});
  CHECK(at(paid_by_ann(), noon) == came_to{refusal::reservation_confirmed});
  CHECK_THROWS_AS(confirm(open_seat(), first, noon), broken_invariant);
  CHECK_THROWS_AS(confirm(held_by_ann(), second, noon), broken_invariant);

  const auto step = confirm(held_by_ann(), first, noon + 1min);
  CHECK(step->save.deadline == late);
  CHECK(step->next.live.paid_at == noon + 1min);
}

TEST_CASE("seat: cancel") {
  const auto at = [](const seat_memory& m, instant now) {
    return digest(cancel(m, first, now));
  };
  const came_to freed{{}, phase::open, {{first, state::cancelled}}, {kind::reservation_cancelled}};
  CHECK(at(held_by_ann(), late - 1ms) == freed);
  CHECK(at(held_by_ann(), late) == came_to{refusal::reservation_expired});
  CHECK(at(paid_by_ann(), late) == freed);
  CHECK_THROWS_AS(cancel(booked(), first, noon), broken_invariant);

  CHECK(cancel(held_by_ann(), first, noon)->save.deadline == late);
  CHECK(cancel(paid_by_ann(), first, late)->save.deadline == instant{});
}

TEST_CASE("seat: a booking is nobody's reservation") {
  CHECK_FALSE(is_live(booked(), reservation_id{}));
  CHECK_FALSE(is_live(open_seat(), first));
  CHECK(is_live(held_by_ann(), first));
  CHECK_FALSE(is_live(held_by_ann(), second));
}

namespace {

/// What a store would know after every step that was granted, held against the promises.
struct witness {
  std::map<reservation_id, reservation_row> reservations;
  std::map<reservation_id, std::uint64_t> heard; // the last sequence of its events
  std::uint64_t version = 0;

  void take(const seat_step& step) {
    for (const auto& r : rows_of<reservation_row>(step.save.rows)) {
      REQUIRE(r.version == reservations[r.id].version + 1);
      reservations[r.id] = r;
    }
    const auto seats = rows_of<seat_row>(step.save.rows);
    REQUIRE(seats.size() == 1);
    REQUIRE(seats[0] == step.next.seat);
    REQUIRE(seats[0].version == ++version);
    for (const auto& e : step.save.events)
      if (e.is != event::kind::seat_booked)
        REQUIRE(e.sequence == ++heard[e.reservation]);
    std::size_t live = 0;
    for (const auto& [id, r] : reservations) {
      REQUIRE(heard[id] == r.version);
      live += r.is == state::preempted || r.is == state::confirmed;
    }
    REQUIRE(live == (step.next.live.id == reservation_id{} ? 0 : 1));
  }
};

seat_verdict wish_at_random(dice& chance, const seat_memory& m, std::uint64_t& ids, instant now) {
  const auto has_live = m.live.id != reservation_id{};
  switch (chance.roll(has_live ? 8 : 6)) {
  case 0:
    return expire(m, now);
  case 1:
    if (chance.one_in(50))
      return book(m, booking_of(1), now);
    [[fallthrough]];
  default:
    return hold(m, user_id{1 + chance.roll(3)}, reservation_id{++ids}, 900,
                milliseconds{1 + chance.roll(400'000)}, now);
  case 6:
    return confirm(m, m.live.id, now);
  case 7:
    return cancel(m, m.live.id, now);
  }
}

} // namespace

// Goal: whatever is wished in whatever order, a seat never has two live reservations, its version
// grows by one and its reservations' events have no gaps.
// Method: wishes and leaps of time at random, from a printed seed, against a witness.
TEST_CASE("seat: a random walk never has two live reservations") {
  const auto seed = GENERATE(range(0u, 100u));
  INFO("actor_rules_test 'seat: a random walk*' with seed " << seed);
  dice chance{seed};
  auto known = open_seat();
  witness store;
  std::uint64_t ids = 0;
  auto now = noon;
  for (int i = 0; i < 300; ++i) {
    now += milliseconds{chance.roll(200'000)};
    const auto decided = wish_at_random(chance, known, ids, now);
    if (!decided)
      continue;
    const auto was_held = is_held(known.seat, now);
    REQUIRE(is_sound(decided->next));
    store.take(*decided);
    if (was_held && decided->next.live.id != reservation_id{})
      REQUIRE(decided->next.live.id == known.live.id);
    known = decided->next;
  }
}
