#include "persistence/memory/shelves.hpp"

#include "actors/store/partition.hpp"

#include <algorithm>

namespace frontrow {

std::vector<std::uint64_t> shelves::last_positions() const {
  std::vector<std::uint64_t> all;
  for (const auto& partition : events)
    all.push_back(partition.size());
  return all;
}

template <class Shelf, class Row>
bool write_attempt::add(Shelf& shelf, const typename Shelf::key_type& at, const Row& x) {
  if (!shelf.try_emplace(at, x).second)
    return false;
  ways_back_.push_back([&shelf, at] { shelf.erase(at); });
  return true;
}

template <class Shelf, class Row>
bool write_attempt::replace(Shelf& shelf, const typename Shelf::key_type& at, const Row& x) {
  if (x.version == 1)
    return add(shelf, at, x);
  auto found = shelf.find(at);
  if (found == shelf.end() || x.version == 0 || found->second.version != x.version - 1)
    return false;
  ways_back_.push_back(
      [&shelf, at, before = found->second] { shelf.insert_or_assign(at, before); });
  found->second = x;
  return true;
}

commit_result write_attempt::write(const write_set& set, instant now) {
  for (const auto& any : set.rows)
    if (auto* answer = std::get_if<answer_row>(&any); answer && !write(*answer)) {
      go_back();
      return commit_result::key_known;
    }
  if (set.deadline != instant{} && now >= set.deadline) {
    go_back();
    return commit_result::too_late;
  }
  for (const auto& any : set.rows) {
    if (std::holds_alternative<answer_row>(any))
      continue;
    if (!std::visit([this](const auto& x) { return write(x); }, any)) {
      go_back();
      return commit_result::conflict;
    }
  }
  for (const auto& any : set.rows)
    if (auto* x = std::get_if<answer_row>(&any))
      on_.answers_by_age.emplace_back(now, shelves::answer_place{x->user, x->what, x->key});
  const auto partitions = static_cast<std::uint32_t>(on_.events.size());
  auto& partition = on_.events[partition_of(set, partitions)];
  partition.insert(partition.end(), set.events.begin(), set.events.end());
  return commit_result::committed;
}

void write_attempt::go_back() {
  for (; !ways_back_.empty(); ways_back_.pop_back())
    ways_back_.back()();
}

bool write_attempt::write(const seat_row& x) {
  return replace(on_.seats, {x.schedule, x.seat}, x);
}

bool write_attempt::write(const reservation_row& x) {
  if (!replace(on_.reservations, x.id, x))
    return false;
  // A reservation never changes hands.
  if (x.version == 1)
    return add(on_.reservations_of, {x.user, x.id}, x.id);
  return true;
}

bool write_attempt::write(const wallet_row& x) {
  return replace(on_.wallets, x.user, x);
}

bool write_attempt::write(const ledger_row& x) {
  return add(on_.ledger, {x.user, x.entry}, x);
}

bool write_attempt::write(const booking_row& x) {
  return add(on_.bookings, {x.schedule, x.seat}, x);
}

bool write_attempt::write(const token_row& x) {
  if (x.is != token_row::state::gone)
    return replace(on_.tokens, {x.schedule, x.place}, x);
  auto found = on_.tokens.find({x.schedule, x.place});
  if (found == on_.tokens.end() || found->second.version != x.version - 1)
    return false;
  ways_back_.push_back([this, before = *found] { on_.tokens.insert(before); });
  on_.tokens.erase(found);
  return true;
}

bool write_attempt::write(const counter_row& x) {
  auto [at, is_new] = on_.counters.try_emplace(x.name, 0);
  if (is_new)
    ways_back_.push_back([this, name = x.name] { on_.counters.erase(name); });
  else
    ways_back_.push_back([at, before = at->second] { at->second = before; });
  at->second = x.value;
  return true;
}

bool write_attempt::write(const parked_row& x) {
  const std::pair at{x.partition, x.position};
  const auto found = on_.parked.find(at);
  if (found == on_.parked.end())
    ways_back_.push_back([this, at] { on_.parked.erase(at); });
  else
    ways_back_.push_back(
        [this, before = *found] { on_.parked.insert_or_assign(before.first, before.second); });
  if (x.is == parked_row::state::gone)
    on_.parked.erase(at);
  else
    on_.parked.insert_or_assign(at, x);
  return true;
}

bool write_attempt::write(const answer_row& x) {
  return add(on_.answers, {x.user, x.what, x.key}, x);
}

bool write_attempt::write(const concert_row& x) {
  return add(on_.concerts, x.id, x);
}

bool write_attempt::write(const schedule_row& x) {
  return replace(on_.schedules, x.id, x);
}

} // namespace frontrow
