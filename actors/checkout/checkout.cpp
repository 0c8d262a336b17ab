#include "actors/checkout/checkout.hpp"

namespace frontrow {

refusal bar(const reservation_row& r, operation what, instant now) {
  using state = reservation_row::state;
  switch (r.is) {
  case state::cancelled:
    return refusal::reservation_cancelled;
  case state::expired:
    return refusal::reservation_expired;
  case state::confirmed:
    return what == operation::confirm ? refusal::reservation_confirmed : refusal::none;
  case state::preempted:
    break;
  }
  return now < r.held_until ? refusal::none : refusal::reservation_expired;
}

bool needs_wallet(const checkout& c) {
  return c.before.price > 0 && (c.what.what == operation::confirm || c.was_paid);
}

ledger_row::kind movement(const checkout& c) {
  return c.what.what == operation::confirm ? ledger_row::kind::payment : ledger_row::kind::refund;
}

errand next(const checkout& c) {
  if (c.out.no != refusal::none)
    return errand::answer;
  if (!c.is_seat_ready)
    return errand::prepare_seat;
  if (needs_wallet(c) && !c.is_wallet_ready)
    return errand::prepare_wallet;
  return errand::save;
}

} // namespace frontrow
