#include "persistence/memory/memory_inspector.hpp"

#include "persistence/inspection/promises.hpp"

#include <algorithm>

namespace frontrow {

namespace {

/// Calls `use` with up to `limit` entries of a map behind `after`, and says how far it came.
template <class Shelf, class Use>
void page(const Shelf& shelf, const check_store& what, store_check& into, Use use) {
  using id = typename Shelf::key_type;
  auto at = what.after <= 0 ? shelf.begin()
                            : shelf.upper_bound(id{static_cast<std::uint64_t>(what.after)});
  into.next = what.after;
  for (std::uint32_t n = 0; at != shelf.end() && n < what.limit; ++at, ++n) {
    use(at->second);
    into.next = static_cast<std::int64_t>(raw(at->first));
  }
  into.is_end = at == shelf.end();
}

} // namespace

void memory_inspector::check_seats(const check_store& what, store_check& into) const {
  const schedule_id id{static_cast<std::uint64_t>(what.after)};
  counted_seats seen{.schedule = raw(id), .capacity = what.seats};
  for (auto at = on_->seats.lower_bound({id, seat_id{}});
       at != on_->seats.end() && at->first.first == id; ++at) {
    const auto& seat = at->second;
    const bool is_open = seat.is == seat_row::phase::open;
    seen.held += seat.is == seat_row::phase::held ? 1 : 0;
    seen.sold += seat.is == seat_row::phase::sold ? 1 : 0;
    seen.least = seen.most == 0 ? raw(seat.seat) : seen.least;
    seen.most = raw(seat.seat);
    const bool is_reserved = seat.reservation != reservation_id{};
    seen.haunted += is_open && is_reserved ? 1 : 0;
    seen.unowned += !is_open && !is_reserved && !on_->bookings.contains(at->first) ? 1 : 0;
  }
  judge(into, seen);
  into.is_end = true;
}

void memory_inspector::check_reservations(const check_store& what, store_check& into) const {
  page(on_->reservations, what, into, [&](const reservation_row& r) {
    const auto seat = on_->seats.find({r.schedule, r.seat});
    judge(into, r,
          seat == on_->seats.end() ? seat_row{.schedule = r.schedule, .seat = r.seat}
                                   : seat->second);
  });
}

void memory_inspector::check_wallets(const check_store& what, store_check& into) const {
  page(on_->wallets, what, into, [&](const wallet_row& w) {
    summed_wallet seen{.wallet = w};
    for (auto at = on_->ledger.lower_bound({w.user, 0});
         at != on_->ledger.end() && at->first.first == w.user; ++at) {
      seen.sum += signed_amount(at->second);
      ++seen.entries;
      seen.last = at->second.entry;
    }
    judge(into, seen);
  });
}

store_check memory_inspector::check(const check_store& what) {
  const std::lock_guard lock{on_->guard};
  store_check found;
  switch (what.what) {
  case store_promise::seats:
    check_seats(what, found);
    break;
  case store_promise::reservations:
    check_reservations(what, found);
    break;
  case store_promise::wallets:
    check_wallets(what, found);
    break;
  }
  return found;
}

found_answers memory_inspector::find(const find_answers& what) {
  const std::lock_guard lock{on_->guard};
  found_answers found;
  for (const auto& [at, place] : on_->answers_by_age) {
    const auto kept = on_->answers.find(place);
    if (at >= what.from && at <= what.until && kept != on_->answers.end()
        && is_wanted(what, kept->second))
      found.answers.push_back(kept->second);
  }
  sort_found(found);
  return found;
}

} // namespace frontrow
