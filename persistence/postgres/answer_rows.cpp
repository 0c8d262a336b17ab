#include "persistence/postgres/answer_rows.hpp"

#include "persistence/postgres/tables.hpp"

namespace frontrow::postgres {

reservation_row reservation_in(const cells& from) {
  return {.id = from.as<reservation_id>(0),
          .version = from.number(1),
          .user = from.as<user_id>(2),
          .schedule = from.as<schedule_id>(3),
          .seat = from.as<seat_id>(4),
          .price = from.whole(5),
          .is = from.as<reservation_row::state>(6),
          .created_at = from.at(7),
          .held_until = from.at(8),
          .paid_at = from.at(9)};
}

schedule_row schedule_in(const cells& from) {
  return {.id = from.as<schedule_id>(0),
          .version = from.number(1),
          .concert = from.as<concert_id>(2),
          .starts_at = from.at(3),
          .sale_opens_at = from.at(4),
          .sale_closes_at = from.at(5),
          .concurrent_user_max = from.as<std::uint32_t>(6),
          .sections = sections_in(from.text(7))};
}

seat_row seat_in(const cells& from, schedule_id schedule) {
  return {.schedule = schedule,
          .seat = from.as<seat_id>(0),
          .is = from.as<seat_row::phase>(1),
          .version = from.number(2),
          .user = from.as<user_id>(3),
          .reservation = from.as<reservation_id>(4),
          .held_until = from.at(5)};
}

ledger_row entry_in(const cells& from, user_id user) {
  return {.user = user,
          .entry = from.number(0),
          .is = from.as<ledger_row::kind>(1),
          .amount = from.whole(2),
          .balance = from.whole(3),
          .reservation = from.as<reservation_id>(4),
          .at = from.at(5)};
}

token_row token_in(const cells& from, schedule_id schedule) {
  return {.schedule = schedule,
          .place = from.as<place_number>(0),
          .version = from.number(1),
          .token = {.high = from.number(2), .low = from.number(3)},
          .user = from.as<user_id>(4),
          .is = from.as<token_row::state>(5),
          .issued_at = from.at(6),
          .active_at = from.at(7),
          .claimed = from.whole(8) != 0};
}

booking_row booking_in(const cells& from, schedule_id schedule) {
  return {.schedule = schedule,
          .seat = from.as<seat_id>(0),
          .sequence = from.number(1),
          .user = from.text(2),
          .address = from.text(3),
          .name = from.text(4),
          .phone = from.text(5),
          .guard_until = from.at(6),
          .at = from.at(7)};
}

} // namespace frontrow::postgres
