#pragma once

#include "actors/store/inspector_messages.hpp"

#include <span>

/// What rows must be to each other, whatever store they lie in. Pure.
namespace frontrow {

/// Adds what is wrong between a reservation and the seat that it is for.
void judge(store_check&, const reservation_row&, const seat_row&);

/// A wallet, and what its ledger comes to.
struct summed_wallet {
  wallet_row wallet;
  points sum = 0; // of the entries, with their signs
  std::uint64_t entries = 0;
  std::uint64_t last = 0; // the highest entry
};
void judge(store_check&, const summed_wallet&);

/// The touched seats of one schedule.
struct counted_seats {
  std::uint64_t schedule = 0;
  std::uint64_t capacity = 0;
  std::uint64_t held = 0;
  std::uint64_t sold = 0;
  std::uint64_t least = 0; // the lowest seat with a row, and the highest; 0: none has
  std::uint64_t most = 0;
  std::uint64_t unowned = 0; // taken, with neither reservation nor booking
  std::uint64_t haunted = 0; // free, with a reservation
};
void judge(store_check&, const counted_seats&);

/// Of an entry: positive when points come in.
points signed_amount(const ledger_row&);

/// Whether the answer is one that was looked for.
bool is_wanted(const find_answers&, const answer_row&);

/// The newest first, and no more than may be found.
void sort_found(found_answers&);

} // namespace frontrow
