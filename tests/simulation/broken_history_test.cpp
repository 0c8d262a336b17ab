#include "persistence/memory/memory_store.hpp"
#include "tests/simulation/history.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;

// Every checker is shown a history that went wrong, and must say so.

namespace {

constexpr instant noon = std::chrono::sys_days{std::chrono::year{2026} / 5 / 1};

/// A history made up by hand; nothing is wrong with it until a test does something wrong.
struct scene {
  scene() {
    schedule_row s;
    s.id = show;
    s.version = 1;
    s.concurrent_user_max = 1;
    told.schedules.push_back(s);
    told.how.fcfs.seats = 3;
  }

  /// A write set that becomes durable; `is_lost`: and is not in the store afterwards.
  void commit(write_set set, bool is_lost = false, instant at = noon) {
    told.journal.push_back({told.next(), at, set});
    if (!is_lost)
      CHECK(store.open_writer()->commit(std::span{&set, 1}, at).size() == 1);
  }

  /// Somebody asks and hears at once.
  attempt& hear(deed d) {
    told.rests.push_back(told.next());
    attempt a;
    a.sent = told.next();
    a.heard = told.next();
    a.sent_at = a.heard_at = noon;
    a.is_heard = true;
    d.attempts.push_back(a);
    told.deeds.push_back(d);
    return told.deeds.back().attempts.back();
  }

  bool has(complaints (*check)(const whole_story&), const std::string& words) {
    const chronicle kept{told};
    const auto reader = store.open_reader();
    const auto found = check({told, kept, *reader});
    return std::any_of(found.begin(), found.end(), [&](const std::string& line) {
      return line.find(words) != std::string::npos;
    });
  }

  evidence told;
  memory_store store;
};

seat_row held_seat(std::uint64_t version, std::uint64_t reservation) {
  return {show,
          seat_id{1},
          seat_row::phase::held,
          version,
          user_id{1},
          reservation_id{reservation},
          noon + milliseconds{1'000}};
}

reservation_row reservation(std::uint64_t id, std::uint64_t version, reservation_row::state is) {
  reservation_row r;
  r.id = reservation_id{id};
  r.version = version;
  r.user = user_id{1};
  r.schedule = show;
  r.seat = seat_id{1};
  r.price = 100;
  r.is = is;
  r.held_until = noon + milliseconds{1'000};
  return r;
}

token_row token(std::uint64_t place, std::uint64_t version, token_row::state is) {
  token_row t;
  t.schedule = show;
  t.place = place_number{place};
  t.version = version;
  t.token = {place, place};
  t.user = user_id{place};
  t.is = is;
  t.issued_at = noon;
  return t;
}

booking_row booking(std::uint32_t seat, const std::string& user, std::uint64_t sequence) {
  booking_row b;
  b.schedule = fcfs_show;
  b.seat = seat_id{seat};
  b.user = user;
  b.sequence = sequence;
  return b;
}

deed join_of(const std::string& user) {
  deed d;
  d.what = wish::join;
  d.entry.user = d.entry.address = user;
  return d;
}

deed charge_of(points amount, const std::string& key) {
  deed d;
  d.what = wish::charge;
  d.user = user_id{1};
  d.order.what = operation::charge;
  d.order.amount = amount;
  d.order.key = key;
  return d;
}

using state = reservation_row::state;
using standing_as = token_row::state;

} // namespace

TEST_CASE("a seat sold twice is noticed") {
  scene at;
  at.commit({{held_seat(1, 1), reservation(1, 1, state::preempted)}, {}, {}});
  CHECK_FALSE(at.has(check_seats, "seats:"));
  at.commit({{held_seat(2, 2), reservation(2, 1, state::preempted)}, {}, {}});
  CHECK(at.has(check_seats, "has 2 owners"));
}

TEST_CASE("a hold that is confirmed too late, or lost too early, is noticed") {
  scene at;
  at.commit({{held_seat(1, 1), reservation(1, 1, state::preempted)}, {}, {}});
  const bool is_late = GENERATE(true, false);
  at.commit({{reservation(1, 2, is_late ? state::confirmed : state::expired)}, {}, {}}, false,
            noon + milliseconds{is_late ? 1'000 : 999});
  CHECK(at.has(check_seats, is_late ? "confirmed after its deadline" : "expired before"));
}

TEST_CASE("a lost write is noticed") {
  scene at;
  at.commit({{wallet_row{user_id{1}, 1, 5}}, {}, {}}, true);
  CHECK(at.has(check_rows, "another wallet"));
}

TEST_CASE("points that come from nowhere are noticed") {
  scene at;
  at.commit({{wallet_row{user_id{1}, 1, 5}}, {}, {}});
  CHECK(at.has(check_money, "not the sum"));
}

TEST_CASE("an acknowledged charge that is not there, or there twice, is noticed") {
  scene at;
  at.hear(charge_of(5, ""));
  CHECK(at.has(check_money, "is not there"));
  ledger_row e;
  e.user = user_id{1};
  e.amount = 5;
  e.entry = 1;
  at.commit({{e}, {}, {}});
  e.entry = 2;
  at.commit({{e}, {}, {}});
  CHECK(at.has(check_money, "happened 2 times"));
}

TEST_CASE("a reordered line is noticed") {
  scene at;
  at.commit({{token(1, 1, standing_as::waiting)}, {}, {}});
  at.commit({{token(2, 1, standing_as::waiting)}, {}, {}});
  CHECK_FALSE(at.has(check_line, "line:"));
  at.commit({{token(2, 2, standing_as::active)}, {}, {}});
  CHECK(at.has(check_line, "was admitted before"));
}

TEST_CASE("one too many in the hall is noticed") {
  scene at;
  at.commit({{token(1, 1, standing_as::active)}, {}, {}});
  at.commit({{token(2, 1, standing_as::active)}, {}, {}});
  CHECK(at.has(check_line, "makes 2 ACTIVE of 1"));
}

TEST_CASE("a token that is told of and not kept, or kept and called unknown, is noticed") {
  scene at;
  deed ask;
  ask.what = wish::ask;
  ask.token = {1, 1};
  at.hear(ask);
  CHECK(at.has(check_line, "did not stand in line"));
  at.commit({{token(1, 1, standing_as::waiting)}, {}, {}});
  at.hear(ask).ticket.no = refusal::token_unknown;
  CHECK(at.has(check_line, "lost a token"));
}

TEST_CASE("an answer that changes, or is not durable, is noticed") {
  scene at;
  auto d = charge_of(5, "k");
  at.hear(d).came.balance = 5;
  CHECK(at.has(check_answers, "was not durable"));
  outcome other;
  other.balance = 6;
  at.told.journal.insert(
      at.told.journal.begin(),
      {moment{0}, noon, {{answer_row{user_id{1}, operation::charge, "k", {}, other}}, {}, {}}});
  CHECK(at.has(check_answers, "another answer than the kept one"));
  CHECK(at.has(check_answers, "granted without its effect"));
  d.is_probe = true;
  at.hear(d);
  CHECK(at.has(check_answers, "another body's work"));
}

TEST_CASE("a change without its event, and an event without its place, are noticed") {
  scene at;
  at.commit({{reservation(1, 1, state::preempted)}, {}, {}});
  CHECK(at.has(check_events, "events and rows disagree"));
  event e;
  e.is = event::kind::reservation_preempted;
  e.sequence = 2;
  at.commit({{}, {e}, {}});
  CHECK(at.has(check_events, "skips or repeats"));
  at.commit({{}, {e}, {}}, true);
  CHECK(at.has(check_events, "the outbox has 1 of 2"));
}

TEST_CASE("two seats for one, a number used twice and a seat that is not booked are noticed") {
  scene at;
  at.commit({{booking(1, "u1", 1)}, {}, {}});
  at.commit({{booking(2, "u1", 2)}, {}, {}});
  CHECK(at.has(check_gate, "has two seats"));
  auto& won = at.hear(join_of("u2"));
  won.joined.seat = seat_id{3};
  won.joined.sequence = 7;
  auto& lost = at.hear(join_of("u3"));
  lost.joined.no = refusal::sold_out;
  lost.joined.sequence = 7;
  CHECK(at.has(check_gate, "not booked"));
  CHECK(at.has(check_gate, "used number"));
  CHECK(at.has(check_gate, "sold_out before an open seat"));
  at.hear(join_of("u4")).joined.no = refusal::duplicate;
  CHECK(at.has(check_gate, "duplicate of nobody"));
}

TEST_CASE("a server over a store that forgets is found out") {
  int found_out = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    history h{seed};
    h.lose_writes_from(20);
    found_out += !h.play().empty();
  }
  CHECK(found_out == 20);
}

TEST_CASE("silence is noticed") {
  int found_out = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    history h{seed};
    h.freeze();
    const auto found = h.play();
    found_out += std::any_of(found.begin(), found.end(), [](const std::string& line) {
      return line.find("waits for ever") != std::string::npos;
    });
  }
  // In some nobody waits for the store when it stops.
  CHECK(found_out > 10);
}

TEST_CASE("a subject in two partitions is noticed") {
  scene at;
  at.store = memory_store{std::chrono::hours{24}, 4};
  at.told.partitions = 4;
  event e;
  e.is = event::kind::seat_booked;
  for (std::uint64_t user = 1; user <= 8; ++user) {
    ++e.sequence;
    at.commit({{wallet_row{user_id{user}, 1, 5}}, {e}, {}});
  }
  CHECK(at.has(check_events, "lies in two partitions"));
}
