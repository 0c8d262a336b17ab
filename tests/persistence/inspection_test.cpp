#include "persistence/inspection/audit_actor.hpp"
#include "tests/persistence/one_thread.hpp"
#include "tests/persistence/postgres/in_postgres.hpp"

#include <fstream>

using namespace frontrow;
using namespace frontrow::test;

#define FRONTROW_STORES in_memory, in_sqlite, in_postgres

namespace {

constexpr auto committed = commit_result::committed;
constexpr reservation_id first{1'000};

seat_row seat(seat_row::phase is, std::uint64_t version, reservation_id by) {
  return {.schedule = schedule_id{500},
          .seat = seat_id{7},
          .is = is,
          .version = version,
          .user = by == reservation_id{} ? user_id{} : user_id{101},
          .reservation = by,
          .held_until = {}};
}

reservation_row reservation(reservation_id id, reservation_row::state is) {
  return {.id = id,
          .version = 1,
          .user = user_id{101},
          .schedule = schedule_id{500},
          .seat = seat_id{7},
          .price = 5,
          .is = is,
          .created_at = noon,
          .held_until = noon,
          .paid_at = {}};
}

ledger_row entry(std::uint64_t number, ledger_row::kind is, points amount) {
  return {.user = user_id{101},
          .entry = number,
          .is = is,
          .amount = amount,
          .balance = 0,
          .reservation = {},
          .at = noon};
}

answer_row answer(std::uint64_t user, std::string key, reservation_id about, instant at) {
  answer_row kept;
  kept.user = user_id{user};
  kept.what = operation::reserve;
  kept.key = std::move(key);
  kept.answer.reservation.id = about;
  kept.answer.at = at;
  return kept;
}

check_store all_of(store_promise what) {
  return {what, 0, 100, 0};
}

} // namespace

TEMPLATE_TEST_CASE("inspection: rows that keep their promises", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  using enum ledger_row::kind;
  CHECK(kept.commit_one(set_of(seat(seat_row::phase::held, 1, first),
                               reservation(first, reservation_row::state::preempted)))
        == committed);
  CHECK(kept.commit_one(set_of(wallet_row{user_id{101}, 1, 10}, entry(1, charge, 10)))
        == committed);
  CHECK(kept.commit_one(set_of(wallet_row{user_id{101}, 2, 4}, entry(2, payment, 6))) == committed);
  const auto inspector = kept.open_inspector();
  for (const auto what : {store_promise::reservations, store_promise::wallets}) {
    const auto seen = inspector->check(all_of(what));
    CHECK(seen.checked == 1);
    CHECK(seen.is_end);
    CHECK(seen.broken.empty());
  }
  const auto seats = inspector->check({store_promise::seats, 500, 0, 50});
  CHECK(seats.held == 1);
  CHECK(seats.sold == 0);
  CHECK(seats.broken.empty());
}

TEMPLATE_TEST_CASE("inspection: rows that break them are named", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  using enum ledger_row::kind;
  const reservation_id second{2'000};
  CHECK(kept.commit_one(set_of(seat(seat_row::phase::sold, 1, second),
                               reservation(first, reservation_row::state::confirmed),
                               reservation(second, reservation_row::state::preempted)))
        == committed);
  CHECK(kept.commit_one(set_of(wallet_row{user_id{101}, 1, 11}, entry(1, charge, 10)))
        == committed);
  const auto inspector = kept.open_inspector();
  CHECK(inspector->check(all_of(store_promise::reservations)).broken.size() == 2);
  const auto wallets = inspector->check(all_of(store_promise::wallets)).broken;
  REQUIRE(wallets.size() == 1);
  CHECK(wallets[0] == "wallet 101 has 11 points, but its ledger sums to 10");
  CHECK(inspector->check({store_promise::seats, 500, 0, 6}).broken.size() == 1);
}

TEMPLATE_TEST_CASE("inspection: goes on where it stopped", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  for (std::uint64_t n = 1; n <= 5; ++n)
    CHECK(kept.commit_one(set_of(wallet_row{user_id{n}, 1, 0})) == committed);
  const auto inspector = kept.open_inspector();
  std::uint64_t checked = 0;
  check_store next{store_promise::wallets, 0, 2, 0};
  for (bool is_end = false; !is_end;) {
    const auto seen = inspector->check(next);
    checked += seen.checked;
    next.after = seen.next;
    is_end = seen.is_end;
  }
  CHECK(checked == 5);
}

TEMPLATE_TEST_CASE("inspection: kept answers by key and by reservation", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  CHECK(kept.commit_one(set_of(answer(1, "a", first, noon))) == committed);
  CHECK(kept.commit_one(set_of(answer(2, "a", {}, noon), answer(2, "b", first, noon)))
        == committed);
  const auto inspector = kept.open_inspector();
  find_answers by_key;
  by_key.key = "a";
  CHECK(inspector->find(by_key).answers.size() == 2);
  find_answers by_reservation;
  by_reservation.reservation = first;
  CHECK(inspector->find(by_reservation).answers.size() == 2);
  by_reservation.user = user_id{2};
  const auto found = inspector->find(by_reservation);
  REQUIRE(found.answers.size() == 1);
  CHECK(found.answers[0].key == "b");
  CHECK(found.is_whole);
  by_key.from = noon + std::chrono::hours{1};
  CHECK(inspector->find(by_key).answers.empty());
}

TEST_CASE("audit log: lines are there, newest first, over a line that was cut short") {
  const temporary_folder folder;
  const auto path = folder.path() / "data" / "audit.jsonl";
  one_thread at;
  const auto log = at.spawn(keep_audit, path);
  CHECK(at.answer<std::vector<std::string>>(log, read_audit{10})->empty());
  CHECK(*at.answer<bool>(log, write_audit{R"({"n":1})"}));
  {
    std::ofstream torn{path, std::ios::app};
    torn << R"({"n":2)";
  }
  CHECK(*at.answer<bool>(log, write_audit{R"({"n":3})"}));
  CHECK(*at.answer<std::vector<std::string>>(log, read_audit{10})
        == std::vector<std::string>{R"({"n":3})", R"({"n":1})"});
  CHECK(at.answer<std::vector<std::string>>(log, read_audit{1})->size() == 1);
  const auto mode = std::filesystem::status(path).permissions();
  CHECK(mode == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}
