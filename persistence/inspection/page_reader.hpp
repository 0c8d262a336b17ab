#pragma once

#include "persistence/inspection/promises.hpp"

/// Judges the rows that a database answers to the questions of questions.hpp, whatever a row of its
/// answers is: `whole(n)` gives its columns.
namespace frontrow {

template <class Row>
counted_seats seats_in(const Row& from, const check_store& what) {
  const auto number = [&](int n) {
    return static_cast<std::uint64_t>(from.whole(n));
  };
  return {.schedule = static_cast<std::uint64_t>(what.after),
          .capacity = what.seats,
          .held = number(0),
          .sold = number(1),
          .least = number(2),
          .most = number(3),
          .unowned = number(4),
          .haunted = number(5)};
}

template <class Row>
void judge_reservation(store_check& into, const Row& from) {
  reservation_row r;
  r.id = reservation_id{static_cast<std::uint64_t>(from.whole(0))};
  r.user = user_id{static_cast<std::uint64_t>(from.whole(1))};
  r.schedule = schedule_id{static_cast<std::uint64_t>(from.whole(2))};
  r.seat = seat_id{static_cast<std::uint32_t>(from.whole(3))};
  r.is = static_cast<reservation_row::state>(from.whole(4));
  seat_row seat;
  seat.schedule = r.schedule;
  seat.seat = r.seat;
  seat.is = static_cast<seat_row::phase>(from.whole(5));
  seat.user = user_id{static_cast<std::uint64_t>(from.whole(6))};
  seat.reservation = reservation_id{static_cast<std::uint64_t>(from.whole(7))};
  judge(into, r, seat);
  into.next = from.whole(0);
}

template <class Row>
void judge_wallet(store_check& into, const Row& from) {
  summed_wallet w;
  w.wallet.user = user_id{static_cast<std::uint64_t>(from.whole(0))};
  w.wallet.version = static_cast<std::uint64_t>(from.whole(1));
  w.wallet.balance = from.whole(2);
  w.sum = from.whole(3);
  w.entries = static_cast<std::uint64_t>(from.whole(4));
  w.last = static_cast<std::uint64_t>(from.whole(5));
  judge(into, w);
  into.next = from.whole(0);
}

} // namespace frontrow
