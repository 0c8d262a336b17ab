#include "actors/programme/demonstration.hpp"

#include "actors/schedule/hall.hpp"
#include "tests/actors/samples.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;

TEST_CASE("demonstration: the documents' examples are there") {
  const auto set = demonstration(noon);
  const auto schedules = rows_of<schedule_row>(set.rows);
  REQUIRE(schedules.size() == 1);
  CHECK(schedules[0].id == schedule_id{500});
  CHECK(schedules[0].version == 1);
  CHECK(schedules[0].concurrent_user_max == 0);
  CHECK(find_place(schedules[0], seat_id{25}).price == 150'000);
  CHECK(sale_refusal(schedules[0], noon) == refusal::none);
  CHECK(rows_of<concert_row>(set.rows).at(0).id == schedules[0].concert);
  CHECK(rows_of<wallet_row>(set.rows) == std::vector{wallet_row{user_id{101}, 1, 200'000}});
  CHECK(rows_of<ledger_row>(set.rows).at(0).amount == 200'000);
  REQUIRE(set.events.size() == 1);
  CHECK(set.events[0].is == event::kind::point_charged);
}

TEST_CASE("demonstration: the FCFS schedule brings a concert only to an empty programme") {
  const auto set = fcfs_schedule(schedule_id{501}, 9, false, noon);
  CHECK(count_seats(rows_of<schedule_row>(set.rows).at(0)) == 9);
  CHECK(rows_of<concert_row>(set.rows).empty());
  CHECK(rows_of<concert_row>(fcfs_schedule(schedule_id{501}, 9, true, noon).rows).size() == 1);
}
