#pragma once

#include "actors/store/rows.hpp"
#include "persistence/sqlite/connection.hpp"

namespace frontrow::sqlite {

/// Writes rows, each on the condition that its version sets. All of it runs inside the caller's
/// transaction.
class row_statements {
public:
  explicit row_statements(connection& on);

  /// False: the row is not at the version before, and nothing was written. Answers are
  /// left to the answer book.
  [[nodiscard]] bool write(const row&);

private:
  [[nodiscard]] bool write(const answer_row&);
  [[nodiscard]] bool write(const seat_row&);
  [[nodiscard]] bool write(const reservation_row&);
  [[nodiscard]] bool write(const wallet_row&);
  [[nodiscard]] bool write(const ledger_row&);
  [[nodiscard]] bool write(const booking_row&);
  [[nodiscard]] bool write(const token_row&);
  [[nodiscard]] bool write(const counter_row&);
  [[nodiscard]] bool write(const concert_row&);
  [[nodiscard]] bool write(const schedule_row&);
  [[nodiscard]] bool write(const parked_row&);

  statement seat_insert_;
  statement seat_update_;
  statement reservation_insert_;
  statement reservation_update_;
  statement wallet_insert_;
  statement wallet_update_;
  statement ledger_insert_;
  statement booking_insert_;
  statement token_insert_;
  statement token_update_;
  statement token_delete_;
  statement counter_upsert_;
  statement concert_insert_;
  statement schedule_insert_;
  statement schedule_update_;
  statement section_delete_;
  statement section_insert_;
  statement parked_upsert_;
  statement parked_delete_;
};

} // namespace frontrow::sqlite
