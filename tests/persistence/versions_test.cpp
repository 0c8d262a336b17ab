#include "tests/persistence/postgres/in_postgres.hpp"

using namespace frontrow;
using namespace frontrow::test;

#define FRONTROW_STORES in_memory, in_pieces, in_sqlite, in_postgres

namespace {

constexpr auto committed = commit_result::committed;
constexpr auto conflict = commit_result::conflict;
constexpr auto too_late = commit_result::too_late;
using results = std::vector<commit_result>;

} // namespace

TEMPLATE_TEST_CASE("a row is written only on top of the version before", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  CHECK(kept.commit_one(set_of(wallet_at(2))) == conflict);
  CHECK(kept.commit_one(set_of(wallet_at(1))) == committed);
  CHECK(kept.commit_one(set_of(wallet_at(1))) == conflict);
  CHECK(kept.commit_one(set_of(wallet_at(3))) == conflict);
  CHECK(kept.commit_one(set_of(wallet_at(0))) == conflict);
  CHECK(kept.commit_one(set_of(wallet_at(2))) == committed);
  CHECK(kept.read(load_wallet{user_id{101}}) == wallet_at(2));
}

TEMPLATE_TEST_CASE("every kind of entity is guarded", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  const auto check = [&](auto first, auto second) {
    CHECK(kept.commit_one(set_of(second)) == conflict);
    CHECK(kept.commit_one(set_of(first)) == committed);
    CHECK(kept.commit_one(set_of(first)) == conflict);
    CHECK(kept.commit_one(set_of(second)) == committed);
    CHECK(kept.commit_one(set_of(second)) == conflict);
  };
  check(seat_at(1), seat_at(2));
  check(schedule_at(1), schedule_at(2));
  reservation_row reservation{.id = reservation_id{7}, .version = 1, .user = user_id{1}};
  auto paid = reservation;
  paid.version = 2;
  check(reservation, paid);
  token_row token{.schedule = schedule_id{500}, .place = place_number{1}, .version = 1};
  auto active = token;
  active.version = 2;
  check(token, active);
}

TEMPLATE_TEST_CASE("write-once rows are written once", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  const auto check = [&](auto row) {
    CHECK(kept.commit_one(set_of(row)) == committed);
    CHECK(kept.commit_one(set_of(row)) == conflict);
  };
  check(ledger_row{.user = user_id{101}, .entry = 1, .amount = 5});
  check(concert_row{.id = concert_id{1}, .title = "T", .artist = "A"});
  booking_row booking;
  booking.schedule = schedule_id{501};
  booking.seat = seat_id{1};
  check(booking);
}

TEMPLATE_TEST_CASE("in a batch only the guilty are refused", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  CHECK(kept.commit({
            set_of(wallet_at(1, 1)),
            set_of(wallet_at(1, 2), wallet_at(2, 3)), // guilty in its second row
            set_of(wallet_at(1, 2)),                  // its first row is free again
            set_of(wallet_at(2, 9)),                  // guilty in its first
            set_of(wallet_at(1, 4), wallet_at(1, 1)), // guilty, the other way round
            set_of(wallet_at(1, 5)),
        })
        == results{committed, conflict, committed, conflict, conflict, committed});
  CHECK(kept.read(load_wallet{user_id{2}}) == wallet_at(1, 2));
  CHECK(kept.read(load_wallet{user_id{4}}) == wallet_row{.user = user_id{4}});
  CHECK(kept.read(load_wallet{user_id{5}}) == wallet_at(1, 5));
}

TEMPLATE_TEST_CASE("a write set may build on an earlier one of its batch", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  CHECK(kept.commit({set_of(wallet_at(1)), set_of(wallet_at(2)), set_of(wallet_at(3))})
        == results{committed, committed, committed});
  CHECK(kept.read(load_wallet{user_id{101}}) == wallet_at(3));
}

TEMPLATE_TEST_CASE("what builds on a refused one is refused", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  CHECK(kept.commit({
            set_of(wallet_at(1, 1)), set_of(wallet_at(1, 2), wallet_at(1, 1)), // guilty
            set_of(wallet_at(2, 2)),                                           // builds on it
            set_of(wallet_at(2, 1)), // builds on the first
        })
        == results{committed, conflict, conflict, committed});
}

TEMPLATE_TEST_CASE("the rows of one write set follow each other", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  CHECK(kept.commit_one(set_of(wallet_at(1), wallet_at(2))) == committed);
  CHECK(kept.commit_one(set_of(wallet_at(4), wallet_at(3))) == conflict);
  CHECK(kept.read(load_wallet{user_id{101}}) == wallet_at(2));
}

TEMPLATE_TEST_CASE("a deadline is checked when the commit begins", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  auto set = set_of(wallet_at(1));
  set.deadline = noon;
  CHECK(kept.commit_one(set, noon) == too_late);
  CHECK(kept.commit_one(set, noon + milliseconds{1}) == too_late);
  CHECK(kept.read(load_wallet{user_id{101}}).version == 0);
  CHECK(kept.commit_one(set, noon - milliseconds{1}) == committed);
}

TEMPLATE_TEST_CASE("a refused write set leaves no event and no answer", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  auto guilty = set_of(answer_of("k"), wallet_at(1, 2), wallet_at(7));
  guilty.events = {event_of(1)};
  auto late = set_of(answer_of("l"));
  late.events = {event_of(2)};
  late.deadline = noon;
  auto good = set_of(wallet_at(1));
  good.events = {event_of(3)};
  CHECK(kept.commit({guilty, late, good}) == results{conflict, too_late, committed});
  CHECK_FALSE(kept.find(user_id{101}, operation::reserve, "k"));
  CHECK_FALSE(kept.find(user_id{101}, operation::reserve, "l"));
  std::vector<event> there;
  for (std::uint32_t p = 0; p < kept.partitions(); ++p)
    for (auto& one : kept.read(read_events{.partition = p, .after = 0, .limit = 10}).events)
      there.push_back(one.what);
  CHECK(there == std::vector{event_of(3)});
}

TEMPLATE_TEST_CASE("a gone token's row is deleted", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  token_row first{.schedule = schedule_id{500}, .place = place_number{1}, .version = 1};
  first.token = {.high = ~std::uint64_t{0}, .low = 2};
  first.claimed = true;
  auto gone = first;
  gone.is = token_row::state::gone;
  auto again = first;
  again.place = place_number{2};
  CHECK(kept.commit_one(set_of(gone)) == conflict);
  CHECK(kept.commit_one(set_of(first)) == committed);
  CHECK(kept.commit_one(set_of(gone)) == conflict);
  gone.version = 2;
  // Undone as a whole, then done.
  CHECK(kept.commit_one(set_of(gone, wallet_at(9))) == conflict);
  CHECK(kept.read(load_queue{schedule_id{500}}) == std::vector{first});
  CHECK(kept.commit_one(set_of(gone, again)) == committed);
  CHECK(kept.read(load_queue{schedule_id{500}}) == std::vector{again});
}

TEMPLATE_TEST_CASE("an empty write set is committed", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  CHECK(kept.commit({}).empty());
  CHECK(kept.commit({write_set{}, set_of(wallet_at(1)), write_set{}})
        == results{committed, committed, committed});
  CHECK(kept.commit_one({}) == committed);
}

TEMPLATE_TEST_CASE("what is parked is listed by position until it is gone", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  parked_row row;
  row.position = 9;
  row.kind = event::kind::point_used;
  row.subject = "wallet/101";
  row.sequence = 4;
  row.why = "ERR too big";
  row.since = noon;
  auto first = row;
  first.position = 2;
  auto elsewhere = row;
  elsewhere.partition = 1;
  CHECK(kept.commit_one(set_of(row, first, elsewhere)) == committed);
  // Nobody knows whether the first time succeeded.
  CHECK(kept.commit_one(set_of(row)) == committed);
  kept.reopen();
  CHECK(kept.read(load_parked{0}) == std::vector{first, row});
  row.is = parked_row::state::discarded;
  first.is = parked_row::state::gone;
  CHECK(kept.commit_one(set_of(row, first)) == committed);
  CHECK(kept.commit_one(set_of(first)) == committed);
  CHECK(kept.read(load_parked{0}) == std::vector{row});
  CHECK(kept.read(load_parked{1}) == std::vector{elsewhere});
}
