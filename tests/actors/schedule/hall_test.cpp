#include "actors/schedule/hall.hpp"

#include "tests/actors/samples.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

using phase = seat_row::phase;

seat_row row_of(std::uint32_t seat, phase is, std::uint64_t version, user_id user = {},
                instant until = {}) {
  seat_row s;
  s.schedule = evening;
  s.seat = seat_id{seat};
  s.is = is;
  s.version = version;
  s.user = user;
  s.reservation = reservation_id{is == phase::held ? std::uint64_t{seat} : 0};
  s.held_until = until;
  return s;
}

seat_row held(std::uint32_t seat, std::uint64_t version, instant until, user_id user = ann) {
  return row_of(seat, phase::held, version, user, until);
}

std::vector<std::uint64_t> versions(const seat_changes& c) {
  std::vector<std::uint64_t> all;
  for (const auto& one : c.changes)
    all.push_back(one.version);
  return all;
}

} // namespace

TEST_CASE("hall: places and prices follow the sections") {
  auto facts = show_of(4, 100);
  facts.sections = {{"A", 2, 3, 100}, {"B", 1, 2, 70}};
  CHECK(count_seats(facts) == 8);
  struct place {
    std::uint32_t seat;
    std::size_t section;
    std::uint32_t row;
    points price;
  };
  for (const auto& [seat, section, row, price] :
       {place{1, 0, 1, 100}, place{3, 0, 1, 100}, place{4, 0, 2, 100}, place{6, 0, 2, 100},
        place{7, 1, 1, 70}, place{8, 1, 1, 70}}) {
    const auto found = find_place(facts, seat_id{seat});
    CHECK(found.section == section);
    CHECK(found.row == row);
    CHECK(found.price == price);
  }
}

TEST_CASE("hall: a sale has a window") {
  auto facts = show_of(1);
  CHECK(sale_refusal(facts, noon) == refusal::none);
  facts.sale_opens_at = noon;
  facts.sale_closes_at = noon + 1h;
  CHECK(sale_refusal(facts, noon - 1ms) == refusal::sale_not_open);
  CHECK(sale_refusal(facts, noon) == refusal::none);
  CHECK(sale_refusal(facts, noon + 1h - 1ms) == refusal::none);
  CHECK(sale_refusal(facts, noon + 1h) == refusal::sale_closed);
}

TEST_CASE("hall: the version is the sum of the seats' versions, also after a restart") {
  hall h{show_of(3), {held(1, 3, noon), row_of(2, phase::sold, 4)}};
  CHECK(h.version() == 7);
  h.learn(row_of(3, phase::sold, 1));
  CHECK(h.version() == 8);
  CHECK(hall{show_of(3), {h.at(seat_id{1}), h.at(seat_id{2}), h.at(seat_id{3})}}.version() == 8);
}

TEST_CASE("hall: older news is passed over") {
  hall h{show_of(3), {}};
  h.learn(row_of(1, phase::sold, 2));
  h.learn(row_of(1, phase::open, 1));
  h.learn(row_of(1, phase::open, 2));
  CHECK(h.at(seat_id{1}).is == phase::sold);
  CHECK(h.version() == 2);
  CHECK(h.available() == 2);
}

TEST_CASE("hall: changes after a version") {
  hall h{show_of(9), {row_of(9, phase::sold, 5)}};
  h.learn(row_of(1, phase::sold, 1));
  h.learn(row_of(2, phase::sold, 1));
  CHECK(versions(h.changes_after(5)) == std::vector<std::uint64_t>{6, 7});
  CHECK(versions(h.changes_after(6)) == std::vector<std::uint64_t>{7});
  CHECK(h.changes_after(7).changes.empty());
  CHECK_FALSE(h.changes_after(7).gap);
  CHECK(h.changes_after(4).gap);
  CHECK(h.changes_after(8).gap);

  SECTION("what happened between is a gap for those before it") {
    h.learn(row_of(3, phase::sold, 3));
    CHECK(h.version() == 10);
    CHECK(h.changes_after(6).gap);
    CHECK(h.changes_after(9).gap);
    CHECK_FALSE(h.changes_after(10).gap);
    h.learn(row_of(4, phase::sold, 1));
    CHECK(versions(h.changes_after(10)) == std::vector<std::uint64_t>{11});
  }
  SECTION("only so many are kept") {
    for (std::uint64_t v = 2; v < seat_changes_max + 2; ++v)
      h.learn(row_of(1, v % 2 == 0 ? phase::open : phase::sold, v));
    CHECK(h.changes_after(6).gap);
    CHECK(h.changes_after(7).changes.size() == seat_changes_max);
  }
}

TEST_CASE("hall: a seat that is asked about is no free seat") {
  hall h{show_of(2), {}};
  h.begin(seat_id{1});
  CHECK(h.lowest_free() == seat_id{2});
  h.begin(seat_id{1});
  h.end(seat_id{1});
  CHECK(h.lowest_free() == seat_id{2});
  h.learn(row_of(1, phase::sold, 1));
  h.learn(row_of(1, phase::open, 2));
  CHECK(h.lowest_free() == seat_id{2});
  CHECK(h.is_undecided());
  h.end(seat_id{1});
  CHECK(h.lowest_free() == seat_id{1});
  CHECK_FALSE(h.is_undecided());
  h.begin(seat_id{1});
  h.learn(row_of(1, phase::sold, 3));
  h.end(seat_id{1});
  CHECK(h.lowest_free() == seat_id{2});
}

TEST_CASE("hall: a hold is due exactly at its deadline, once") {
  hall h{show_of(3), {held(2, 1, noon + 2min)}};
  h.learn(held(1, 1, noon + 1min));
  CHECK(h.next_deadline() == noon + 1min);
  CHECK(h.take_due(noon + 1min - 1ms).empty());
  CHECK(h.take_due(noon + 1min) == std::vector{seat_id{1}});
  CHECK(h.take_due(noon + 1min).empty());
  h.recall(seat_id{1}, noon + 90s);
  CHECK(h.take_due(noon + 2min) == std::vector{seat_id{1}, seat_id{2}});
  SECTION("unless it changed meanwhile") {
    h.recall(seat_id{1}, noon + 3min);
    h.learn(row_of(1, phase::sold, 2));
    CHECK(h.next_deadline() == std::nullopt);
  }
}

TEST_CASE("hall: counts a user's holds") {
  hall h{show_of(3), {held(1, 1, noon)}};
  h.learn(held(2, 1, noon));
  CHECK(h.holds_of(ann) == 2);
  h.learn(row_of(2, phase::sold, 2, ann));
  h.learn(held(1, 2, noon, bob));
  CHECK(h.holds_of(ann) == 0);
  CHECK(h.holds_of(bob) == 1);
}

// Goal: counts, free seats, versions and changes agree with the rows, whatever is learnt.
TEST_CASE("hall: a random walk agrees with its rows") {
  const auto seed = GENERATE(range(0u, 40u));
  INFO("actor_rules_test 'hall: a random walk*' with seed " << seed);
  dice chance{seed};
  hall h{show_of(150), {}};
  std::map<std::uint64_t, std::uint32_t> history; // version -> seat
  std::vector<seat_row> rows;
  for (std::uint32_t i = 1; i <= 150; ++i)
    rows.push_back(h.at(seat_id{i}));
  for (int i = 0; i < 400; ++i) {
    auto& s = rows[chance.roll(rows.size())];
    s = row_of(raw(s.seat), phase(chance.roll(3)), s.version + 1, user_id{1 + chance.roll(4)},
               noon + milliseconds{chance.roll(1'000)});
    h.learn(s);
    history[h.version()] = raw(s.seat);

    const auto is_open = [](const seat_row& r) {
      return r.is == phase::open;
    };
    REQUIRE(h.available() == std::ranges::count_if(rows, is_open));
    const auto lowest = std::ranges::find_if(rows, is_open);
    REQUIRE(h.lowest_free() == (lowest == rows.end() ? std::nullopt : std::optional{lowest->seat}));
    const auto from = chance.roll(h.version() + 1);
    const auto news = h.changes_after(from);
    REQUIRE(news.changes.size() == h.version() - from);
    for (const auto& c : news.changes)
      REQUIRE(history.at(c.version) == raw(c.seat));
    const user_id someone{1 + chance.roll(4)};
    REQUIRE(h.holds_of(someone) == std::ranges::count_if(rows, [&](const seat_row& r) {
              return r.is == phase::held && r.user == someone;
            }));
  }
  CHECK(hall{h.facts(), rows}.version() == h.version());
}
