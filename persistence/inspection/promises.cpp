#include "persistence/inspection/promises.hpp"

#include "actors/base/tsid.hpp"

#include <algorithm>

namespace frontrow {

namespace {

std::string name_of(reservation_row::state is) {
  switch (is) {
  case reservation_row::state::preempted:
    return "PREEMPTED";
  case reservation_row::state::confirmed:
    return "CONFIRMED";
  case reservation_row::state::expired:
    return "EXPIRED";
  case reservation_row::state::cancelled:
    return "CANCELLED";
  }
  return "UNKNOWN";
}

std::string name_of(const seat_row& seat) {
  const char* is = seat.is == seat_row::phase::open   ? "free"
                   : seat.is == seat_row::phase::held ? "held"
                                                      : "sold";
  auto name = "seat " + std::to_string(raw(seat.schedule)) + '/' + std::to_string(raw(seat.seat))
              + " is " + is;
  if (seat.reservation != reservation_id{})
    name += " with reservation " + print_id(seat.reservation);
  return name;
}

} // namespace

void judge(store_check& into, const reservation_row& r, const seat_row& seat) {
  ++into.checked;
  const bool is_live
      = r.is == reservation_row::state::preempted || r.is == reservation_row::state::confirmed;
  const auto wanted
      = r.is == reservation_row::state::preempted ? seat_row::phase::held : seat_row::phase::sold;
  const bool is_named = seat.reservation == r.id;
  const bool holds = is_live ? is_named && seat.is == wanted && seat.user == r.user : !is_named;
  if (!holds)
    into.broken.push_back("reservation " + print_id(r.id) + " is " + name_of(r.is) + ", but "
                          + name_of(seat));
}

void judge(store_check& into, const summed_wallet& w) {
  ++into.checked;
  const auto name = "wallet " + std::to_string(raw(w.wallet.user));
  if (w.sum != w.wallet.balance)
    into.broken.push_back(name + " has " + std::to_string(w.wallet.balance)
                          + " points, but its ledger sums to " + std::to_string(w.sum));
  if (w.wallet.balance < 0)
    into.broken.push_back(name + " is below zero");
  if (w.entries != w.last || w.last != w.wallet.version)
    into.broken.push_back(name + " is at version " + std::to_string(w.wallet.version)
                          + ", but its ledger has " + std::to_string(w.entries)
                          + " entries up to number " + std::to_string(w.last));
}

void judge(store_check& into, const counted_seats& c) {
  ++into.checked;
  into.held = c.held;
  into.sold = c.sold;
  const auto name = "schedule " + std::to_string(c.schedule);
  if (c.held + c.sold > c.capacity)
    into.broken.push_back(name + " has " + std::to_string(c.capacity) + " seats, but "
                          + std::to_string(c.held + c.sold) + " are taken");
  if (c.most > c.capacity || (c.most > 0 && c.least == 0))
    into.broken.push_back(name + " has " + std::to_string(c.capacity) + " seats, but rows of seats "
                          + std::to_string(c.least) + " to " + std::to_string(c.most));
  if (c.unowned > 0)
    into.broken.push_back(name + " has " + std::to_string(c.unowned)
                          + " taken seats without reservation or booking");
  if (c.haunted > 0)
    into.broken.push_back(name + " has " + std::to_string(c.haunted)
                          + " free seats that name a reservation");
}

points signed_amount(const ledger_row& entry) {
  const bool comes_in
      = entry.is == ledger_row::kind::charge || entry.is == ledger_row::kind::refund;
  return comes_in ? entry.amount : -entry.amount;
}

bool is_wanted(const find_answers& what, const answer_row& answer) {
  return (what.user == user_id{} || what.user == answer.user)
         && (what.key.empty() || what.key == answer.key)
         && (what.reservation == reservation_id{}
             || what.reservation == answer.answer.reservation.id);
}

void sort_found(found_answers& found) {
  std::ranges::stable_sort(found.answers, std::greater<>{},
                           [](const answer_row& a) { return a.answer.at; });
  if (found.answers.size() > answers_found_max) {
    found.answers.resize(answers_found_max);
    found.is_whole = false;
  }
}

} // namespace frontrow
