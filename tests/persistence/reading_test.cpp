#include "actors/store/partition.hpp"
#include "tests/persistence/postgres/in_postgres.hpp"

using namespace frontrow;
using namespace frontrow::test;

#define FRONTROW_STORES in_memory, in_pieces, in_sqlite, in_postgres

namespace {

constexpr auto committed = commit_result::committed;

std::vector<std::uint64_t> positions(const event_page& page) {
  std::vector<std::uint64_t> all;
  for (const auto& one : page.events)
    all.push_back(one.position);
  return all;
}

write_set events_of(std::uint64_t first, std::uint64_t count) {
  write_set set;
  for (auto n = first; n < first + count; ++n)
    set.events.push_back(event_of(n));
  return set;
}

} // namespace

TEMPLATE_TEST_CASE("a schedule is read with its touched seats", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  CHECK_FALSE(kept.read(load_schedule{schedule_id{500}}));
  CHECK(kept.commit_one(set_of(schedule_at(1), seat_at(1, 30), seat_at(1, 2))) == committed);
  auto changed = schedule_at(2);
  changed.sections.pop_back();
  CHECK(kept.commit_one(set_of(changed)) == committed);
  kept.reopen();
  const auto found = kept.read(load_schedule{schedule_id{500}});
  REQUIRE(found);
  CHECK(found->facts.version == 2);
  CHECK(found->facts.starts_at == noon);
  CHECK(found->facts.concurrent_user_max == 10);
  REQUIRE(found->facts.sections.size() == 1);
  CHECK(found->facts.sections[0].name == "A");
  CHECK(found->facts.sections[0].seats_per_row == 30);
  CHECK(found->facts.sections[0].price == 150'000);
  CHECK(found->seats == std::vector{seat_at(1, 2), seat_at(1, 30)});
}

TEMPLATE_TEST_CASE("the programme lists concerts and schedules", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  const concert_row concert{
      .id = concert_id{1}, .title = "콘서트", .artist = "", .created_at = noon};
  CHECK(kept.commit_one(set_of(concert, schedule_at(1))) == committed);
  const auto all = kept.read(load_programme{});
  REQUIRE(all.concerts.size() == 1);
  CHECK(all.concerts[0].title == "콘서트");
  CHECK(all.concerts[0].artist.empty());
  CHECK(all.concerts[0].created_at == noon);
  REQUIRE(all.schedules.size() == 1);
  CHECK(all.schedules[0].sections.size() == 2);
}

TEMPLATE_TEST_CASE("reservations are listed newest first", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  std::vector<reservation_row> mine;
  for (std::uint64_t n = 1; n <= 5; ++n) {
    mine.push_back({.id = reservation_id{n * 10},
                    .version = 1,
                    .user = user_id{101},
                    .schedule = schedule_id{500},
                    .seat = seat_id{25},
                    .price = 150'000,
                    .created_at = noon,
                    .held_until = noon + milliseconds{1}});
    auto foreign = mine.back();
    foreign.id = reservation_id{n * 10 + 1};
    foreign.user = user_id{100 + n % 2 * 2};
    CHECK(kept.commit_one(set_of(mine.back(), foreign)) == committed);
  }
  mine[1].version = 2;
  mine[1].is = reservation_row::state::confirmed;
  mine[1].paid_at = noon;
  CHECK(kept.commit_one(set_of(mine[1])) == committed);

  const auto page = [&](std::uint64_t before, std::uint32_t limit) {
    return kept.read(
        list_reservations{.user = user_id{101}, .before = reservation_id{before}, .limit = limit});
  };
  CHECK(page(0, 2) == std::vector{mine[4], mine[3]});
  CHECK(page(40, 2) == std::vector{mine[2], mine[1]});
  CHECK(page(20, 9) == std::vector{mine[0]});
  CHECK(page(10, 9).empty());
  CHECK(page(0, 0).empty());
  CHECK(kept.read(load_reservation{reservation_id{20}}) == mine[1]);
  CHECK_FALSE(kept.read(load_reservation{reservation_id{21 + 100}}));
  kept.reopen();
  CHECK(page(0, 9).size() == 5);
}

TEMPLATE_TEST_CASE("a ledger is listed newest first", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  std::vector<ledger_row> mine;
  for (std::uint64_t n = 1; n <= 3; ++n) {
    mine.push_back({.user = user_id{101},
                    .entry = n,
                    .is = ledger_row::kind::refund,
                    .amount = 5,
                    .balance = balance_max,
                    .reservation = reservation_id{n},
                    .at = noon});
    CHECK(kept.commit_one(set_of(mine.back(), ledger_row{.user = user_id{102}, .entry = n}))
          == committed);
  }
  const auto page = [&](std::uint64_t before, std::uint32_t limit) {
    return kept.read(list_ledger{.user = user_id{101}, .before = before, .limit = limit});
  };
  CHECK(page(0, 2) == std::vector{mine[2], mine[1]});
  CHECK(page(2, 2) == std::vector{mine[0]});
  CHECK(page(1, 2).empty());
}

TEMPLATE_TEST_CASE("bookings, counters and empty wallets are read", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  booking_row booking;
  booking.schedule = schedule_id{501};
  booking.seat = seat_id{1};
  booking.sequence = 9;
  booking.user = "u";
  booking.address = "::1";
  booking.name = "이름";
  booking.phone = "010";
  booking.guard_until = instant::max();
  booking.at = noon;
  CHECK(kept.commit_one(set_of(booking, counter_row{.name = "c", .value = 1})) == committed);
  CHECK(kept.commit_one(set_of(counter_row{.name = "c", .value = ~std::uint64_t{0}})) == committed);
  kept.reopen();
  CHECK(kept.read(load_bookings{schedule_id{501}}) == std::vector{booking});
  CHECK(kept.read(load_bookings{schedule_id{502}}).empty());
  CHECK(kept.read(load_counter{"c"}) == ~std::uint64_t{0});
  CHECK(kept.read(load_counter{"d"}) == 0);
  CHECK(kept.read(load_wallet{user_id{5}}) == wallet_row{.user = user_id{5}});
}

TEMPLATE_TEST_CASE("every partition is numbered without gaps, in commit order", "",
                   FRONTROW_STORES) {
  kept_store<TestType> kept;
  const auto count = kept.partitions();
  std::vector<std::vector<event>> wanted(count);
  std::uint64_t sequence = 0;
  for (int batch = 0; batch < 5; ++batch) {
    std::vector<write_set> sets;
    for (std::uint64_t user = 1; user <= 40; ++user) {
      const bool is_guilty = (user + static_cast<std::uint64_t>(batch)) % 7 == 0;
      const auto version = static_cast<std::uint64_t>(batch) + 1;
      sets.push_back(set_of(ledger_row{.user = user_id{user}, .entry = version, .amount = 1},
                            wallet_at(is_guilty ? 77 : 1, 1'000 * version + user)));
      for (auto n = user % 3; n < 3; ++n)
        sets.back().events.push_back(event_of(++sequence));
      if (!is_guilty)
        std::ranges::copy(sets.back().events,
                          std::back_inserter(wanted[partition_of(sets.back(), count)]));
    }
    CHECK(kept.commit(sets).size() == sets.size());
    if (batch == 2)
      kept.reopen();
  }
  const auto last = kept.read(load_positions{});
  CHECK(last == kept.writer().last_positions());
  REQUIRE(last.size() == count);
  for (std::uint32_t p = 0; p < count; ++p) {
    const auto page = kept.read(read_events{.partition = p, .after = 0, .limit = 10'000});
    CHECK(page.last == wanted[p].size());
    CHECK(last[p] == wanted[p].size());
    REQUIRE(page.events.size() == wanted[p].size());
    for (std::size_t i = 0; i < wanted[p].size(); ++i) {
      CHECK(page.events[i].partition == p);
      CHECK(page.events[i].position == i + 1);
      CHECK(page.events[i].what == wanted[p][i]);
    }
  }
  CHECK(kept.read(read_events{.partition = count, .after = 0, .limit = 10}).events.empty());
}

TEMPLATE_TEST_CASE("events have gapless positions in commit order", "", FRONTROW_STORES) {
  kept_store<TestType> kept;
  const auto home = partition_of(write_set{}, kept.partitions());
  const auto last_of = [&](const std::vector<std::uint64_t>& all) {
    return all.at(home);
  };
  CHECK(kept.read(read_events{.partition = home, .after = 0, .limit = 10}).last == 0);
  CHECK(kept.commit({events_of(1, 2), events_of(3, 1)}).size() == 2);
  auto refused = events_of(100, 3);
  refused.rows.emplace_back(counter_row{.name = "c", .value = 1}); // of the same home
  refused.rows.emplace_back(seat_at(5));
  CHECK(kept.commit({refused, events_of(4, 1)}).size() == 2);
  CHECK(last_of(kept.writer().last_positions()) == 4);
  kept.reopen();
  CHECK(last_of(kept.writer().last_positions()) == 4);
  CHECK(kept.commit({events_of(5, 3)}).size() == 1);

  const auto all = kept.read(read_events{.partition = home, .after = 0, .limit = 100});
  CHECK(all.last == 7);
  CHECK(positions(all) == std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6, 7});
  for (const auto& one : all.events)
    CHECK(one.what == event_of(one.position));
  for (std::uint64_t after = 0; after <= 8; ++after)
    for (std::uint32_t limit = 0; limit <= 8; ++limit) {
      std::vector<std::uint64_t> wanted;
      for (auto n = after + 1; n <= std::min<std::uint64_t>(7, after + limit); ++n)
        wanted.push_back(n);
      CHECK(positions(kept.read(read_events{.partition = home, .after = after, .limit = limit}))
            == wanted);
    }
}
