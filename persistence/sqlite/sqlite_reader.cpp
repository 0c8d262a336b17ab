#include "persistence/sqlite/sqlite_reader.hpp"

#include "persistence/codec/blobs.hpp"

#include <limits>

namespace frontrow::sqlite {

namespace {

#define FRONTROW_RESERVATION                                                                       \
  "SELECT id, version, user, schedule, seat, price, state, created_at, held_until, paid_at"        \
  " FROM reservation"
#define FRONTROW_SCHEDULE                                                                          \
  "SELECT id, version, concert, starts_at, sale_opens_at, sale_closes_at, concurrent_user_max"     \
  " FROM schedule"

reservation_row reservation_in(const rows& from) {
  return {.id = from.id<reservation_id>(0),
          .version = from.number(1),
          .user = from.id<user_id>(2),
          .schedule = from.id<schedule_id>(3),
          .seat = from.id<seat_id>(4),
          .price = from.whole(5),
          .is = static_cast<reservation_row::state>(from.whole(6)),
          .created_at = from.at(7),
          .held_until = from.at(8),
          .paid_at = from.at(9)};
}

schedule_row schedule_in(const rows& from) {
  return {.id = from.id<schedule_id>(0),
          .version = from.number(1),
          .concert = from.id<concert_id>(2),
          .starts_at = from.at(3),
          .sale_opens_at = from.at(4),
          .sale_closes_at = from.at(5),
          .concurrent_user_max = static_cast<std::uint32_t>(from.whole(6)),
          .sections = {}};
}

seat_row seat_in(const rows& from, schedule_id schedule) {
  return {.schedule = schedule,
          .seat = from.id<seat_id>(0),
          .is = static_cast<seat_row::phase>(from.whole(1)),
          .version = from.number(2),
          .user = from.id<user_id>(3),
          .reservation = from.id<reservation_id>(4),
          .held_until = from.at(5)};
}

/// A page begins below this; 0 stands for the newest.
std::int64_t below(std::uint64_t before) {
  return before == 0 ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(before);
}

} // namespace

sqlite_reader::sqlite_reader(const std::filesystem::path& database)
    : db_{database, connection::mode::read_only}, begin_{db_, "BEGIN"}, commit_{db_, "COMMIT"},
      schedule_{db_, FRONTROW_SCHEDULE " WHERE id = ?"}, schedules_{db_, FRONTROW_SCHEDULE
                                                                    " ORDER BY id"},
      sections_{db_, "SELECT name, rows, seats_per_row, price FROM section WHERE schedule = ?"
                     " ORDER BY number"},
      seats_{db_, "SELECT seat, phase, version, user, reservation, held_until FROM seat"
                  " WHERE schedule = ? ORDER BY seat"},
      seat_{db_, "SELECT seat, phase, version, user, reservation, held_until FROM seat"
                 " WHERE schedule = ? AND seat = ?"},
      held_{db_, "SELECT DISTINCT schedule FROM seat WHERE phase = 1 ORDER BY schedule"},
      parked_{db_, "SELECT position, state, kind, subject, sequence, why, since FROM parked"
                   " WHERE partition = ? ORDER BY position"},
      wallet_{db_, "SELECT version, balance FROM wallet WHERE user = ?"},
      reservation_{db_, FRONTROW_RESERVATION " WHERE id = ?"},
      reservations_{db_, FRONTROW_RESERVATION " WHERE user = ? AND id < ?"
                                              " ORDER BY id DESC LIMIT ?"},
      ledger_{db_, "SELECT entry, kind, amount, balance, reservation, at FROM ledger"
                   " WHERE user = ? AND entry < ? ORDER BY entry DESC LIMIT ?"},
      queue_{db_, "SELECT place, version, token_high, token_low, user, state, issued_at,"
                  " active_at, claimed FROM token WHERE schedule = ? ORDER BY place"},
      bookings_{db_, "SELECT seat, sequence, user, address, name, phone, guard_until, at"
                     " FROM booking WHERE schedule = ? ORDER BY seat"},
      counter_{db_, "SELECT value FROM counter WHERE name = ?"},
      concerts_{db_, "SELECT id, title, artist, created_at FROM concert ORDER BY id"},
      outbox_{db_, "SELECT first, events FROM outbox WHERE first >= coalesce((SELECT first FROM"
                   " outbox WHERE first <= ?1 ORDER BY first DESC LIMIT 1), 0) ORDER BY first"},
      last_event_{db_, "SELECT events FROM mark"} {
}

void sqlite_reader::leave() noexcept {
  try {
    commit_.run();
  } catch (const store_error&) {
    // It wrote nothing, so there is nothing that could fail to be kept.
  }
}

std::vector<section_row> sqlite_reader::sections_of(schedule_id id) {
  std::vector<section_row> found;
  for (auto from = sections_.ask(id); from.next();)
    found.push_back({.name = std::string{from.bytes(0)},
                     .rows = static_cast<std::uint32_t>(from.whole(1)),
                     .seats_per_row = static_cast<std::uint32_t>(from.whole(2)),
                     .price = from.whole(3)});
  return found;
}

std::optional<saved_schedule> sqlite_reader::read(const load_schedule& what) {
  const snapshot now{*this};
  saved_schedule found;
  {
    auto from = schedule_.ask(what.id);
    if (!from.next())
      return {};
    found.facts = schedule_in(from);
  }
  found.facts.sections = sections_of(what.id);
  for (auto from = seats_.ask(what.id); from.next();)
    found.seats.push_back(seat_in(from, what.id));
  return found;
}

seat_row sqlite_reader::read(const load_seat& what) {
  if (auto from = seat_.ask(what.schedule, what.seat); from.next())
    return seat_in(from, what.schedule);
  return {.schedule = what.schedule, .seat = what.seat};
}

wallet_row sqlite_reader::read(const load_wallet& what) {
  wallet_row found{.user = what.user};
  if (auto from = wallet_.ask(what.user); from.next()) {
    found.version = from.number(0);
    found.balance = from.whole(1);
  }
  return found;
}

std::optional<reservation_row> sqlite_reader::read(const load_reservation& what) {
  if (auto from = reservation_.ask(what.id); from.next())
    return reservation_in(from);
  return {};
}

std::vector<reservation_row> sqlite_reader::read(const list_reservations& what) {
  std::vector<reservation_row> found;
  for (auto from = reservations_.ask(what.user, below(raw(what.before)), what.limit); from.next();)
    found.push_back(reservation_in(from));
  return found;
}

std::vector<ledger_row> sqlite_reader::read(const list_ledger& what) {
  std::vector<ledger_row> found;
  for (auto from = ledger_.ask(what.user, below(what.before), what.limit); from.next();)
    found.push_back({.user = what.user,
                     .entry = from.number(0),
                     .is = static_cast<ledger_row::kind>(from.whole(1)),
                     .amount = from.whole(2),
                     .balance = from.whole(3),
                     .reservation = from.id<reservation_id>(4),
                     .at = from.at(5)});
  return found;
}

std::vector<token_row> sqlite_reader::read(const load_queue& what) {
  std::vector<token_row> found;
  for (auto from = queue_.ask(what.id); from.next();)
    found.push_back({.schedule = what.id,
                     .place = from.id<place_number>(0),
                     .version = from.number(1),
                     .token = {.high = from.number(2), .low = from.number(3)},
                     .user = from.id<user_id>(4),
                     .is = static_cast<token_row::state>(from.whole(5)),
                     .issued_at = from.at(6),
                     .active_at = from.at(7),
                     .claimed = from.whole(8) != 0});
  return found;
}

std::vector<booking_row> sqlite_reader::read(const load_bookings& what) {
  std::vector<booking_row> found;
  for (auto from = bookings_.ask(what.id); from.next();)
    found.push_back({.schedule = what.id,
                     .seat = from.id<seat_id>(0),
                     .sequence = from.number(1),
                     .user = std::string{from.bytes(2)},
                     .address = std::string{from.bytes(3)},
                     .name = std::string{from.bytes(4)},
                     .phone = std::string{from.bytes(5)},
                     .guard_until = from.at(6),
                     .at = from.at(7)});
  return found;
}

std::uint64_t sqlite_reader::read(const load_counter& what) {
  auto from = counter_.ask(what.name);
  return from.next() ? from.number(0) : 0;
}

programme sqlite_reader::read(const load_programme&) {
  const snapshot now{*this};
  programme found;
  for (auto from = concerts_.ask(); from.next();)
    found.concerts.push_back({.id = from.id<concert_id>(0),
                              .title = std::string{from.bytes(1)},
                              .artist = std::string{from.bytes(2)},
                              .created_at = from.at(3)});
  for (auto from = schedules_.ask(); from.next();)
    found.schedules.push_back(schedule_in(from));
  for (auto& one : found.schedules)
    one.sections = sections_of(one.id);
  return found;
}

std::vector<schedule_id> sqlite_reader::read(const load_held_schedules&) {
  static_assert(static_cast<int>(seat_row::phase::held) == 1);
  std::vector<schedule_id> found;
  for (auto from = held_.ask(); from.next();)
    found.push_back(from.id<schedule_id>(0));
  return found;
}

std::vector<parked_row> sqlite_reader::read(const load_parked& what) {
  std::vector<parked_row> found;
  for (auto from = parked_.ask(what.partition); from.next();)
    found.push_back({.partition = what.partition,
                     .position = from.number(0),
                     .is = static_cast<parked_row::state>(from.whole(1)),
                     .kind = static_cast<event::kind>(from.whole(2)),
                     .subject = std::string{from.bytes(3)},
                     .sequence = from.number(4),
                     .why = std::string{from.bytes(5)},
                     .since = from.at(6)});
  return found;
}

std::uint64_t sqlite_reader::last_position() {
  auto from = last_event_.ask();
  return from.next() ? from.number(0) : 0;
}

std::vector<std::uint64_t> sqlite_reader::read(const load_positions&) {
  return {last_position()};
}

event_page sqlite_reader::read(const read_events& what) {
  const snapshot now{*this};
  event_page page;
  if (what.partition == 0)
    page.last = last_position();
  if (what.after >= page.last || what.limit == 0)
    return page;
  for (auto from = outbox_.ask(what.after + 1); from.next();) {
    auto position = from.number(0);
    for (auto batch = open_blob(from.bytes(1)); !batch.is_done(); ++position) {
      auto happened = read_event(batch);
      if (position <= what.after)
        continue;
      page.events.push_back({.partition = 0, .position = position, .what = std::move(happened)});
      if (page.events.size() >= what.limit)
        return page;
    }
  }
  return page;
}

} // namespace frontrow::sqlite
