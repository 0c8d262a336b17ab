#include "actors/wallet/wallet.hpp"

#include "actors/base/ensure.hpp"

namespace frontrow {

namespace {

using kind = ledger_row::kind;

bool adds(kind is) {
  return is == kind::charge || is == kind::refund;
}

event::kind event_of(kind is) {
  switch (is) {
  case kind::charge:
    return event::kind::point_charged;
  case kind::refund:
    return event::kind::point_refunded;
  case kind::use:
  case kind::payment:
    break;
  }
  return event::kind::point_used;
}

} // namespace

wallet_verdict move(const wallet_row& w, kind is, points amount, reservation_id reservation,
                    instant now) {
  ensure(w.balance >= 0 && w.balance <= balance_max);
  ensure(amount > 0 && amount <= amount_max);
  if (!adds(is) && w.balance < amount)
    return refusal::insufficient_balance;
  if (adds(is) && w.balance > balance_max - amount)
    return refusal::balance_limit;
  wallet_step step;
  step.next = {w.user, w.version + 1, adds(is) ? w.balance + amount : w.balance - amount};
  step.entry = {w.user, step.next.version, is, amount, step.next.balance, reservation, now};
  step.said.is = event_of(is);
  step.said.sequence = step.next.version;
  step.said.at = now;
  step.said.user = w.user;
  step.said.reservation = reservation;
  step.said.amount = amount;
  step.said.balance = step.next.balance;
  return step;
}

} // namespace frontrow
