#pragma once

#include "persistence/postgres/link.hpp"

/// The rows of the store as PostgreSQL answers them: columns in the order of the tables' selects.
namespace frontrow::postgres {

/// One row of an answer, read as what it was before it was written.
class cells {
public:
  explicit cells(pqxx::row from) : from_{std::move(from)} {}

  std::int64_t whole(int n) const { return from_[n].as<std::int64_t>(); }
  std::uint64_t number(int n) const { return static_cast<std::uint64_t>(whole(n)); }
  template <class T>
  T as(int n) const {
    return static_cast<T>(whole(n));
  }
  instant at(int n) const { return instant{milliseconds{whole(n)}}; }
  std::string text(int n) const { return bytes{from_[n]}.str(); }

private:
  pqxx::row from_;
};

reservation_row reservation_in(const cells& from);
schedule_row schedule_in(const cells& from);
seat_row seat_in(const cells& from, schedule_id schedule);
ledger_row entry_in(const cells& from, user_id user);
token_row token_in(const cells& from, schedule_id schedule);
booking_row booking_in(const cells& from, schedule_id schedule);

/// All rows of an answer, each made by `make`.
template <class Make>
auto all_in(const pqxx::result& found, Make make) {
  std::vector<decltype(make(cells{found[0]}))> all;
  all.reserve(found.size());
  for (const auto& row : found)
    all.push_back(make(cells{row}));
  return all;
}

} // namespace frontrow::postgres
