#include "persistence/sqlite/row_statements.hpp"

namespace frontrow::sqlite {

row_statements::row_statements(connection& on)
    : seat_insert_{on, "INSERT INTO seat (version, phase, user, reservation, held_until, schedule,"
                       " seat) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"},
      seat_update_{on, "UPDATE seat SET version = ?, phase = ?, user = ?, reservation = ?,"
                       " held_until = ? WHERE schedule = ? AND seat = ? AND version = ?"},
      reservation_insert_{on, "INSERT INTO reservation (version, user, schedule, seat, price,"
                              " state, created_at, held_until, paid_at, id)"
                              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"},
      reservation_update_{on, "UPDATE reservation SET version = ?, user = ?, schedule = ?,"
                              " seat = ?, price = ?, state = ?, created_at = ?, held_until = ?,"
                              " paid_at = ? WHERE id = ? AND version = ?"},
      wallet_insert_{on, "INSERT INTO wallet (version, balance, user) VALUES (?, ?, ?)"
                         " ON CONFLICT DO NOTHING"},
      wallet_update_{on, "UPDATE wallet SET version = ?, balance = ?"
                         " WHERE user = ? AND version = ?"},
      ledger_insert_{on, "INSERT INTO ledger (user, entry, kind, amount, balance, reservation, at)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"},
      booking_insert_{on, "INSERT INTO booking (schedule, seat, sequence, user, address, name,"
                          " phone, guard_until, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                          " ON CONFLICT DO NOTHING"},
      token_insert_{on, "INSERT INTO token (version, token_high, token_low, user, state,"
                        " issued_at, active_at, claimed, schedule, place)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"},
      token_update_{on, "UPDATE token SET version = ?, token_high = ?, token_low = ?, user = ?,"
                        " state = ?, issued_at = ?, active_at = ?, claimed = ?"
                        " WHERE schedule = ? AND place = ? AND version = ?"},
      token_delete_{on, "DELETE FROM token WHERE schedule = ? AND place = ? AND version = ?"},
      counter_upsert_{on, "INSERT INTO counter (name, value) VALUES (?, ?)"
                          " ON CONFLICT (name) DO UPDATE SET value = excluded.value"},
      concert_insert_{on, "INSERT INTO concert (id, title, artist, created_at)"
                          " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"},
      schedule_insert_{on, "INSERT INTO schedule (version, concert, starts_at, sale_opens_at,"
                           " sale_closes_at, concurrent_user_max, id)"
                           " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"},
      schedule_update_{on, "UPDATE schedule SET version = ?, concert = ?, starts_at = ?,"
                           " sale_opens_at = ?, sale_closes_at = ?, concurrent_user_max = ?"
                           " WHERE id = ? AND version = ?"},
      section_delete_{on, "DELETE FROM section WHERE schedule = ?"},
      section_insert_{on, "INSERT INTO section (schedule, number, name, rows, seats_per_row,"
                          " price) VALUES (?, ?, ?, ?, ?, ?)"},
      parked_upsert_{on, "INSERT OR REPLACE INTO parked (partition, position, state, kind, subject,"
                         " sequence, why, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"},
      parked_delete_{on, "DELETE FROM parked WHERE partition = ? AND position = ?"} {
}

bool row_statements::write(const row& any) {
  return std::visit([this](const auto& x) { return write(x); }, any);
}

bool row_statements::write(const answer_row&) {
  return true;
}

bool row_statements::write(const seat_row& x) {
  if (x.version == 1)
    return seat_insert_.run(x.version, x.is, x.user, x.reservation, x.held_until, x.schedule,
                            x.seat)
           == 1;
  return seat_update_.run(x.version, x.is, x.user, x.reservation, x.held_until, x.schedule, x.seat,
                          x.version - 1)
         == 1;
}

bool row_statements::write(const reservation_row& x) {
  if (x.version == 1)
    return reservation_insert_.run(x.version, x.user, x.schedule, x.seat, x.price, x.is,
                                   x.created_at, x.held_until, x.paid_at, x.id)
           == 1;
  return reservation_update_.run(x.version, x.user, x.schedule, x.seat, x.price, x.is, x.created_at,
                                 x.held_until, x.paid_at, x.id, x.version - 1)
         == 1;
}

bool row_statements::write(const wallet_row& x) {
  if (x.version == 1)
    return wallet_insert_.run(x.version, x.balance, x.user) == 1;
  return wallet_update_.run(x.version, x.balance, x.user, x.version - 1) == 1;
}

bool row_statements::write(const ledger_row& x) {
  return ledger_insert_.run(x.user, x.entry, x.is, x.amount, x.balance, x.reservation, x.at) == 1;
}

bool row_statements::write(const booking_row& x) {
  return booking_insert_.run(x.schedule, x.seat, x.sequence, x.user, x.address, x.name, x.phone,
                             x.guard_until, x.at)
         == 1;
}

bool row_statements::write(const token_row& x) {
  if (x.is == token_row::state::gone)
    return token_delete_.run(x.schedule, x.place, x.version - 1) == 1;
  if (x.version == 1)
    return token_insert_.run(x.version, x.token.high, x.token.low, x.user, x.is, x.issued_at,
                             x.active_at, x.claimed, x.schedule, x.place)
           == 1;
  return token_update_.run(x.version, x.token.high, x.token.low, x.user, x.is, x.issued_at,
                           x.active_at, x.claimed, x.schedule, x.place, x.version - 1)
         == 1;
}

bool row_statements::write(const counter_row& x) {
  counter_upsert_.run(x.name, x.value);
  return true;
}

bool row_statements::write(const concert_row& x) {
  return concert_insert_.run(x.id, x.title, x.artist, x.created_at) == 1;
}

bool row_statements::write(const schedule_row& x) {
  const auto written
      = x.version == 1
            ? schedule_insert_.run(x.version, x.concert, x.starts_at, x.sale_opens_at,
                                   x.sale_closes_at, x.concurrent_user_max, x.id)
            : schedule_update_.run(x.version, x.concert, x.starts_at, x.sale_opens_at,
                                   x.sale_closes_at, x.concurrent_user_max, x.id, x.version - 1);
  if (written != 1)
    return false;
  section_delete_.run(x.id);
  std::uint64_t number = 0;
  for (const auto& section : x.sections)
    section_insert_.run(x.id, ++number, section.name, section.rows, section.seats_per_row,
                        section.price);
  return true;
}

bool row_statements::write(const parked_row& x) {
  if (x.is == parked_row::state::gone)
    parked_delete_.run(x.partition, x.position);
  else
    parked_upsert_.run(x.partition, x.position, x.is, x.kind, x.subject, x.sequence, x.why,
                       x.since);
  return true;
}

} // namespace frontrow::sqlite
