#include "persistence/memory/memory_reader.hpp"

#include <limits>

namespace frontrow {

namespace {

/// The rows of a map whose keys begin with `of`, in their order.
template <class Shelf, class First>
auto all_of(const Shelf& shelf, First of) {
  std::vector<typename Shelf::mapped_type> found;
  for (auto at = shelf.lower_bound({of, {}}); at != shelf.end() && at->first.first == of; ++at)
    found.push_back(at->second);
  return found;
}

/// A page of them, newest first; `before` 0 is the newest.
template <class Shelf, class First, class Second>
auto page_of(const Shelf& shelf, First of, Second before, std::uint32_t limit) {
  std::vector<typename Shelf::mapped_type> found;
  constexpr auto newest = static_cast<Second>(std::numeric_limits<std::uint64_t>::max());
  const auto end = before == Second{} ? newest : before;
  for (auto at = shelf.lower_bound({of, end}); at != shelf.begin() && found.size() < limit;) {
    if ((--at)->first.first != of)
      break;
    found.push_back(at->second);
  }
  return found;
}

} // namespace

std::optional<saved_schedule> memory_reader::read(const load_schedule& what) {
  const std::lock_guard lock{on_->guard};
  auto found = on_->schedules.find(what.id);
  if (found == on_->schedules.end())
    return {};
  return saved_schedule{.facts = found->second, .seats = all_of(on_->seats, what.id)};
}

seat_row memory_reader::read(const load_seat& what) {
  const std::lock_guard lock{on_->guard};
  auto found = on_->seats.find({what.schedule, what.seat});
  return found == on_->seats.end() ? seat_row{.schedule = what.schedule, .seat = what.seat}
                                   : found->second;
}

wallet_row memory_reader::read(const load_wallet& what) {
  const std::lock_guard lock{on_->guard};
  auto found = on_->wallets.find(what.user);
  return found == on_->wallets.end() ? wallet_row{.user = what.user} : found->second;
}

std::optional<reservation_row> memory_reader::read(const load_reservation& what) {
  const std::lock_guard lock{on_->guard};
  auto found = on_->reservations.find(what.id);
  return found == on_->reservations.end() ? std::nullopt : std::optional{found->second};
}

std::vector<reservation_row> memory_reader::read(const list_reservations& what) {
  const std::lock_guard lock{on_->guard};
  std::vector<reservation_row> found;
  for (auto id : page_of(on_->reservations_of, what.user, what.before, what.limit))
    found.push_back(on_->reservations.at(id));
  return found;
}

std::vector<ledger_row> memory_reader::read(const list_ledger& what) {
  const std::lock_guard lock{on_->guard};
  return page_of(on_->ledger, what.user, what.before, what.limit);
}

std::vector<token_row> memory_reader::read(const load_queue& what) {
  const std::lock_guard lock{on_->guard};
  return all_of(on_->tokens, what.id);
}

std::vector<booking_row> memory_reader::read(const load_bookings& what) {
  const std::lock_guard lock{on_->guard};
  return all_of(on_->bookings, what.id);
}

std::uint64_t memory_reader::read(const load_counter& what) {
  const std::lock_guard lock{on_->guard};
  auto found = on_->counters.find(what.name);
  return found == on_->counters.end() ? 0 : found->second;
}

programme memory_reader::read(const load_programme&) {
  const std::lock_guard lock{on_->guard};
  programme found;
  for (const auto& [id, one] : on_->concerts)
    found.concerts.push_back(one);
  for (const auto& [id, one] : on_->schedules)
    found.schedules.push_back(one);
  return found;
}

std::vector<schedule_id> memory_reader::read(const load_held_schedules&) {
  const std::lock_guard lock{on_->guard};
  std::vector<schedule_id> found;
  for (const auto& [where, seat] : on_->seats)
    if (seat.is == seat_row::phase::held && (found.empty() || found.back() != where.first))
      found.push_back(where.first);
  return found;
}

std::vector<parked_row> memory_reader::read(const load_parked& what) {
  const std::lock_guard lock{on_->guard};
  return all_of(on_->parked, what.partition);
}

std::vector<std::uint64_t> memory_reader::read(const load_positions&) {
  const std::lock_guard lock{on_->guard};
  return on_->last_positions();
}

event_page memory_reader::read(const read_events& what) {
  const std::lock_guard lock{on_->guard};
  if (what.partition >= on_->events.size())
    return {};
  const auto& all = on_->events[what.partition];
  event_page page{.events = {}, .last = all.size()};
  for (auto at = what.after; at < page.last && page.events.size() < what.limit; ++at)
    page.events.push_back({.partition = what.partition, .position = at + 1, .what = all[at]});
  return page;
}

} // namespace frontrow
