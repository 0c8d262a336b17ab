#pragma once

#include "actors/base/verdict.hpp"
#include "actors/store/rows.hpp"

/// The rules of one user's points. Pure. The ledger is append-only, entry n makes version n, and
/// the balance is the sum of the entries, always.
namespace frontrow {

struct wallet_step {
  wallet_row next;
  ledger_row entry;
  event said;
};

using wallet_verdict = verdict<wallet_step, refusal>;

/// Adds (charge, refund) or takes (use, payment) `amount`, 1 to `amount_max`; what a payment or
/// refund is for stands in `reservation`. Refuses with insufficient_balance, balance_limit.
wallet_verdict move(const wallet_row&, ledger_row::kind, points amount, reservation_id,
                    instant now);

} // namespace frontrow
