#include "tests/simulation/checks.hpp"

namespace frontrow::test {

namespace {

/// Versions count 1, 2, 3, …; where a row was deleted, they begin again.
template <class Key, class Row>
void check_versions(const char* what, const shelf_of<Key, Row>& shelf, complaints& found) {
  for (const auto& [key, rows] : shelf) {
    std::uint64_t version = 0;
    for (const auto& d : rows) {
      if (d.what.version != ++version)
        found.push_back(std::string{"rows: a "} + what + " skips a version");
      if constexpr (std::is_same_v<Row, token_row>)
        if (d.what.is == token_row::state::gone)
          version = 0;
    }
  }
}

template <class Row>
void compare(const char* what, const Row& there, const Row& last, complaints& found) {
  if (!(there == last))
    found.push_back(std::string{"rows: the store has another "} + what + " than was committed");
}

} // namespace

complaints check_rows(const whole_story& story) {
  complaints found;
  const auto& kept = story.kept;
  check_versions("seat", kept.seats, found);
  check_versions("reservation", kept.reservations, found);
  check_versions("wallet", kept.wallets, found);
  check_versions("token", kept.tokens, found);
  for (const auto& [key, rows] : kept.seats)
    compare("seat", story.after.read(load_seat{key.first, key.second}), rows.back().what, found);
  for (const auto& [id, rows] : kept.reservations)
    compare("reservation", story.after.read(load_reservation{id}), std::optional{rows.back().what},
            found);
  for (const auto& [user, rows] : kept.wallets)
    compare("wallet", story.after.read(load_wallet{user}), rows.back().what, found);
  for (const auto& s : story.told.schedules) {
    std::vector<token_row> tokens;
    for (const auto& [key, rows] : kept.tokens)
      if (key.first == s.id && rows.back().what.is != token_row::state::gone)
        tokens.push_back(rows.back().what);
    compare("line", story.after.read(load_queue{s.id}), tokens, found);
    std::map<seat_id, booking_row> bookings;
    for (const auto& b : kept.bookings)
      if (b.what.schedule == s.id)
        bookings[b.what.seat] = b.what;
    std::vector<booking_row> sorted;
    for (const auto& [seat, b] : bookings)
      sorted.push_back(b);
    compare("booking", story.after.read(load_bookings{s.id}), sorted, found);
  }
  return found;
}

complaints check_all(const evidence& told, store_reader& after) {
  const chronicle kept{told};
  const whole_story story{told, kept, after};
  complaints all;
  for (const auto check :
       {check_rows, check_seats, check_money, check_line, check_answers, check_events, check_gate})
    for (auto& line : check(story))
      all.push_back(std::move(line));
  return all;
}

} // namespace frontrow::test
