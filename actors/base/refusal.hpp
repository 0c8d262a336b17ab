#pragma once

#include <cstdint>

namespace frontrow {

/// Every reason for which a rule says no. One enum for the whole house, because every face renders
/// it by one table (`http/error_table.cpp`); within a rule the first reason that applies is given.
/// Append only: the numbers are stored with kept answers.
enum class refusal : std::uint8_t {
  none = 0, // granted

  // The waiting room.
  token_missing = 1,
  token_unknown,
  token_mismatch,
  token_waiting,
  token_expired,

  // Seats and reservations.
  concert_not_found,
  schedule_not_found,
  seat_not_found,
  reservation_not_found,
  not_the_owner,
  sale_not_open,
  sale_closed,
  price_changed,
  seat_taken,
  reservation_expired,
  reservation_cancelled,
  reservation_confirmed,

  // Wallets.
  version_conflict,
  insufficient_balance,
  balance_limit,

  // Idempotency.
  idempotency_mismatch,
  idempotency_in_progress,

  // First come, first served.
  duplicate,
  already_reserved,
  sold_out,
  contention,

  last = contention, // how many there are
};

/// Whether an idempotency key keeps this answer: what was granted or refused by the state of the
/// business is kept; what lacked a valid request, a token or capacity is not.
bool is_kept(refusal);

} // namespace frontrow
