#include "actors/queue/waiting_room.hpp"
#include "tests/actors/samples.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <deque>
#include <map>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

constexpr room_limits limits{
    .active_max = 4, .batch = 3, .token_life = 20min, .session_life = 5min, .claim = 60s};
constexpr std::uint64_t users = 25;

/// What a store would hold, and whether each write fits what is there.
struct shelf {
  std::map<place_number, token_row> rows;

  void save(const std::vector<row>& set) {
    for (const auto& t : rows_of<token_row>(set)) {
      const auto it = rows.find(t.place);
      REQUIRE(t.version == (it == rows.end() ? 1 : it->second.version + 1));
      if (t.is == token_row::state::gone) {
        REQUIRE(it != rows.end());
        rows.erase(it);
      } else {
        rows[t.place] = t;
      }
    }
  }

  std::uint64_t active() const {
    return std::uint64_t(std::ranges::count_if(
        rows, [](const auto& r) { return r.second.is == token_row::state::active; }));
  }

  waiting_room restore() const {
    std::vector<token_row> saved;
    for (const auto& [place, t] : rows)
      saved.push_back(t);
    return {evening, limits, saved};
  }
};

/// A room, the store behind it, and the write sets between the two.
struct walk {
  explicit walk(unsigned seed) : chance{seed} {}

  void take(std::vector<row> rows) {
    if (!rows.empty())
      on_the_way.push_back(std::move(rows));
  }
  void commit_one() {
    if (on_the_way.empty())
      return;
    store.save(on_the_way.front());
    room.settle(on_the_way.front());
    on_the_way.pop_front();
    REQUIRE(store.active() <= limits.active_max);
  }
  void commit_all() {
    while (!on_the_way.empty())
      commit_one();
  }

  void wish() {
    std::vector<row> rows;
    const user_id user{1 + chance.roll(users)};
    const auto& mine = tokens[user];
    switch (chance.roll(12)) {
    case 0:
    case 1:
    case 2:
    case 3: {
      const token_id fresh{next, next};
      ++next;
      tokens[user] = room.enter(user, fresh, now, rows).token;
      break;
    }
    case 4:
      std::ignore = room.leave(mine, user, now, rows);
      break;
    case 5:
      room.end(user, rows);
      break;
    case 6:
    case 7:
      std::ignore = room.use(mine, user, now, rows);
      break;
    case 8:
      commit_all();
      break;
    case 9:
      return commit_one();
    default:
      room.tick(now, rows);
    }
    take(std::move(rows));
  }

  /// A restart at this moment would change nothing that anybody is told.
  void compare() {
    commit_all();
    const auto again = store.restore();
    REQUIRE(again.active() == room.active());
    REQUIRE(again.waiting() == room.waiting());
    for (const auto& [user, mine] : tokens) {
      const auto here = room.look(mine, user, now);
      const auto there = again.look(mine, user, now);
      REQUIRE(there.no == here.no);
      REQUIRE(there.position == here.position);
      REQUIRE(there.is_active == here.is_active);
      if (here.no == refusal::none)
        REQUIRE(there.token == here.token);
    }
  }

  /// Whoever is told to be ACTIVE is so in the store too.
  void check() {
    REQUIRE(room.active() <= limits.active_max);
    for (const auto& [user, mine] : tokens) {
      const auto s = room.look(mine, user, now);
      if (s.no == refusal::none && s.is_active) {
        const auto it = store.rows.find(s.token.place);
        REQUIRE(it != store.rows.end());
        REQUIRE(it->second.is == token_row::state::active);
      }
    }
  }

  dice chance;
  instant now = noon;
  waiting_room room{evening, limits, {}};
  shelf store;
  std::deque<std::vector<row>> on_the_way;
  std::map<user_id, token_id> tokens;
  std::uint64_t next = 1;
};

} // namespace

// Goal: never more ACTIVE than there may be, in the room and in the store; nobody is told to be
// ACTIVE before the store has it; and a restart at any moment changes nobody's standing.
// Method: wishes at random from a printed seed, commits that come late, restarts at random.
TEST_CASE("waiting room: a random walk survives restarts") {
  const auto seed = GENERATE(range(0u, 60u));
  INFO("actor_rules_test 'waiting room: a random walk*' with seed " << seed);
  walk w{seed};
  for (int i = 0; i < 600; ++i) {
    w.now += milliseconds{w.chance.roll(8'000)};
    w.wish();
    w.check();
    if (w.chance.one_in(15))
      w.compare();
    if (w.chance.one_in(40)) {
      w.commit_all();
      w.room = w.store.restore();
    }
  }
}

// Goal: first in, first out, exactly.
// Method: a line of numbers beside the room; everybody claims at once, so nobody is sent back.
TEST_CASE("waiting room: admissions follow the order of entries") {
  const auto seed = GENERATE(range(0u, 30u));
  INFO("actor_rules_test 'waiting room: admissions*' with seed " << seed);
  dice chance{seed};
  waiting_room room{evening, limits, {}};
  std::deque<std::uint64_t> expected; // who waits, in order
  std::deque<std::uint64_t> inside;
  std::uint64_t next = 1;
  for (int i = 0; i < 400; ++i) {
    std::vector<row> rows;
    if (chance.roll(3) > 0) {
      const auto t = room.enter(user_id{next}, {next, next}, noon, rows);
      (t.is == token_row::state::active ? inside : expected).push_back(next++);
    } else if (chance.one_in(4) && !expected.empty()) {
      const auto at = chance.roll(expected.size());
      const auto who = expected[at];
      REQUIRE(room.leave({who, who}, {}, noon, rows) == refusal::none);
      expected.erase(expected.begin() + std::ptrdiff_t(at));
    } else if (!inside.empty()) {
      room.end(user_id{inside.front()}, rows);
      inside.pop_front();
    }
    rows.clear();
    room.tick(noon, rows);
    for (const auto& t : rows_of<token_row>(rows)) {
      REQUIRE(raw(t.user) == expected.front());
      expected.pop_front();
      inside.push_back(raw(t.user));
    }
    room.settle(rows);
    for (std::size_t k = 0; k < expected.size(); ++k)
      REQUIRE(room.look({expected[k], expected[k]}, {}, noon).position == k + 1);
  }
}
