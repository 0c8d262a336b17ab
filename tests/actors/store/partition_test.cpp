#include "actors/store/partition.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace frontrow;

namespace {

write_set with(std::vector<row> rows) {
  return {std::move(rows), {}, {}};
}

booking_row booking_in(std::uint64_t schedule) {
  booking_row booking;
  booking.schedule = schedule_id{schedule};
  return booking;
}

} // namespace

// Positions that are stored depend on these numbers.
TEST_CASE("partition: never changes") {
  CHECK(partition_of(user_id{1}, 16) == 5);
  CHECK(partition_of(user_id{2}, 16) == 10);
  CHECK(partition_of(user_id{101}, 16) == 7);
  CHECK(partition_of(user_id{~0ull}, 16) == 11);
  CHECK(partition_of(with({}), 16) == 15);
  CHECK(partition_of(with({booking_in(501)}), 16) == 10);
  CHECK(partition_of(with({booking_in(502)}), 16) == 4);
  CHECK(partition_of(with({booking_in(503)}), 16) == 11);
}

TEST_CASE("partition: a user's rows lie with the user, whatever stands beside them") {
  reservation_row reservation;
  reservation.user = user_id{101};
  answer_row answer;
  answer.user = user_id{101};
  const auto home = partition_of(user_id{101}, 16);
  seat_row seat;
  seat.schedule = schedule_id{500};
  for (const row& mine : {row{reservation}, row{wallet_row{user_id{101}, 1, 5}},
                          row{ledger_row{.user = user_id{101}, .entry = 1}}, row{answer}}) {
    CHECK(partition_of(with({mine}), 16) == home);
    CHECK(partition_of(with({seat, mine}), 16) == home);
  }
}

TEST_CASE("partition: what has no user lies with its schedule") {
  const auto home = partition_of(with({booking_in(501)}), 16);
  seat_row seat;
  seat.schedule = schedule_id{501};
  seat.user = user_id{7}; // who sits there is not whose row it is
  token_row token;
  token.schedule = schedule_id{501};
  token.user = user_id{7};
  schedule_row schedule;
  schedule.id = schedule_id{501};
  for (const row& mine : {row{seat}, row{token}, row{schedule}})
    CHECK(partition_of(with({mine}), 16) == home);
  CHECK(partition_of(with({counter_row{"c", 1}}), 16) == partition_of(with({}), 16));
}

TEST_CASE("partition: users spread over all, and one partition takes everybody") {
  std::vector<int> found(16);
  for (std::uint64_t user = 1; user <= 1'600; ++user) {
    ++found[partition_of(user_id{user}, 16)];
    CHECK(partition_of(user_id{user}, 1) == 0);
  }
  for (const int users : found) {
    CHECK(users > 60);
    CHECK(users < 140);
  }
}
