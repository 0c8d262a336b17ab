#pragma once

#include "actors/command.hpp"

/// The flow of confirm and cancel over seat and wallet, as a pure state machine: what to do next is
/// a function of what is known. The seat's and the wallet's halves go into one write set, so there
/// is no half-paid seat, whatever crashes.
///
///   prepare seat ─▶ prepare wallet ─▶ save ─▶ settle both ─▶ answer
///        │ refused        │ refused      │ refused
///        └────────────────┴──────────────┴──▶ drop what is prepared, answer
namespace frontrow {

struct checkout {
  command what;           // with user, schedule and seat of the reservation filled in
  reservation_row before; // as the archive had it
  bool is_seat_ready = false;
  bool was_paid = false;
  bool is_wallet_ready = false;
  write_set save; // both halves, as far as they are ready
  outcome out;    // the answer, as far as it is known
};

enum class errand : std::uint8_t { prepare_seat, prepare_wallet, save, answer };

/// Why a reservation in this state can be neither confirmed nor cancelled, whatever its seat says;
/// none when the seat must be asked.
refusal bar(const reservation_row&, operation, instant now);

/// What is to be done now.
errand next(const checkout&);

/// Whether points move, and how: a payment for a confirmed hold, a refund for a paid seat; none for
/// a seat that costs nothing.
bool needs_wallet(const checkout&);
ledger_row::kind movement(const checkout&);

} // namespace frontrow
