#pragma once

#include "tests/simulation/evidence.hpp"

#include <map>

namespace frontrow::test {

/// A row as one commit left it.
template <class Row>
struct dated {
  moment when{};
  instant at{};
  std::size_t set = 0; // which write set of the journal
  Row what;
};

template <class Key, class Row>
using shelf_of = std::map<Key, std::vector<dated<Row>>>;

using seat_place_of = std::pair<schedule_id, seat_id>;
using token_place_of = std::pair<schedule_id, place_number>;
using answer_place_of = std::tuple<user_id, operation, std::string>;

/// The journal, sorted by what it is about; everything in the order in which it became durable.
struct chronicle {
  explicit chronicle(const evidence&);

  shelf_of<seat_place_of, seat_row> seats;
  shelf_of<reservation_id, reservation_row> reservations;
  shelf_of<user_id, wallet_row> wallets;
  shelf_of<user_id, ledger_row> ledgers;
  shelf_of<token_place_of, token_row> tokens;
  shelf_of<answer_place_of, answer_row> answers;
  std::vector<dated<booking_row>> bookings;
  std::vector<std::vector<dated<event>>> events; // by partition
};

/// The last of them that was durable at this moment; null: none was.
template <class Row>
const Row* at_moment(const std::vector<dated<Row>>& rows, moment when) {
  const Row* found = nullptr;
  for (const auto& d : rows) {
    if (d.when > when)
      break;
    found = &d.what;
  }
  return found;
}

/// Whether one of them satisfies `is_it` at any moment from `first` to `last`.
template <class Row, class Is>
bool was_ever(const std::vector<dated<Row>>& rows, moment first, moment last, Is is_it) {
  if (const auto* at_first = at_moment(rows, first); at_first != nullptr && is_it(*at_first))
    return true;
  return std::any_of(rows.begin(), rows.end(), [&](const auto& d) {
    return d.when > first && d.when <= last && is_it(d.what);
  });
}

} // namespace frontrow::test
