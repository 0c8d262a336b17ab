#include "persistence/postgres/draft.hpp"

#include <algorithm>

namespace frontrow::postgres {

namespace {

bool has_answer(const write_set& set) {
  return std::ranges::any_of(
      set.rows, [](const row& any) { return std::holds_alternative<answer_row>(any); });
}

/// Of those that `is_same` finds to be one, the last.
template <class Row, class IsSame>
void keep_last(std::vector<const Row*>& all, IsSame is_same) {
  // Few: a batch has a handful of them at the most.
  std::vector<const Row*> last;
  for (auto at = all.rbegin(); at != all.rend(); ++at)
    if (std::ranges::none_of(last, [&](const Row* one) { return is_same(*one, **at); }))
      last.push_back(*at);
  all = std::move(last);
}

} // namespace

std::size_t draft::hash::operator()(const row_key& key) const {
  auto x = key.first * 0x9e3779b97f4a7c15 ^ key.second * 0xc2b2ae3d27d4eb4f;
  x ^= static_cast<std::uint64_t>(key.in) << 56;
  return x ^ x >> 29;
}

void draft::begin(std::span<const write_set> batch) {
  batch_ = batch;
  slots_.clear();
  slot_at_.clear();
  keys_.clear();
  key_at_.clear();
  has_facts_ = false;
}

draft::slot& draft::slot_of(const row_key& where) {
  auto [at, is_new] = slot_at_.try_emplace(where, slots_.size());
  if (is_new)
    slots_.push_back({.where = where});
  return slots_[at->second];
}

draft::key_state& draft::key_of(const answer_row& x) {
  place_.assign(reinterpret_cast<const char*>(&x.user), sizeof x.user);
  place_ += static_cast<char>(x.what);
  place_ += x.key;
  auto [at, is_new] = key_at_.try_emplace(place_, keys_.size());
  if (is_new)
    keys_.push_back({.first = &x});
  return keys_[at->second];
}

void draft::collect() {
  row_wish wish;
  for (const auto& set : batch_)
    for (const auto& any : set.rows) {
      if (const auto* answer = std::get_if<answer_row>(&any))
        key_of(*answer);
      else if (wish_of(any, wish))
        slot_of(wish.where);
    }
  for (auto& one : slots_)
    one.base = 0;
  for (auto& one : keys_)
    one.is_taken = false;
  has_facts_ = true;
}

void draft::decide(instant now) {
  results_.clear();
  kept_.clear();
  counters_.clear();
  parked_.clear();
  needs_facts_ = false;
  for (auto& one : slots_) {
    one.now = one.base;
    one.latest = nullptr;
    one.is_known = has_facts_;
  }
  for (auto& one : keys_)
    one.is_given = false;
  for (const auto& set : batch_)
    results_.push_back(decide(set, now));
  keep_last(counters_, [](const counter_row& a, const counter_row& b) { return a.name == b.name; });
  keep_last(parked_, [](const parked_row& a, const parked_row& b) {
    return a.partition == b.partition && a.position == b.position;
  });
  // No statement looks whether a row is not there that came and went within the batch.
  needs_facts_ |= !has_facts_ && std::ranges::any_of(slots_, [](const slot& one) {
    return one.latest != nullptr && one.base == 0 && one.now == 0;
  });
}

commit_result draft::decide(const write_set& set, instant now) {
  const trace before{kept_.size(), counters_.size(), parked_.size()};
  ways_back_.clear();
  for (const auto& any : set.rows)
    if (const auto* answer = std::get_if<answer_row>(&any); answer && !take_key(*answer))
      return refuse(before, commit_result::key_known);
  auto result = commit_result::committed;
  if (set.deadline != instant{} && now >= set.deadline)
    result = commit_result::too_late;
  else if (!std::ranges::all_of(set.rows, [&](const row& any) { return take(any); }))
    result = commit_result::conflict;
  if (result == commit_result::committed)
    return result;
  // Whether its key is known speaks first, and only the database can say that.
  needs_facts_ |= !has_facts_ && has_answer(set);
  return refuse(before, result);
}

commit_result draft::refuse(const trace& before, commit_result why) {
  for (; !ways_back_.empty(); ways_back_.pop_back())
    slots_[ways_back_.back().first] = ways_back_.back().second;
  for (; kept_.size() > before.answers; kept_.pop_back())
    key_of(*kept_.back()).is_given = false;
  counters_.resize(before.counters);
  parked_.resize(before.parked);
  return why;
}

bool draft::take_key(const answer_row& x) {
  auto& key = key_of(x);
  if (key.is_taken || key.is_given)
    return false;
  key.is_given = true;
  kept_.push_back(&x);
  return true;
}

bool draft::take(const row& any) {
  if (const auto* counter = std::get_if<counter_row>(&any)) {
    counters_.push_back(counter);
    return true;
  }
  if (const auto* parked = std::get_if<parked_row>(&any)) {
    parked_.push_back(parked);
    return true;
  }
  row_wish wish;
  if (!wish_of(any, wish))
    return true;
  if (wish.version == 0)
    return false;
  auto& on = slot_of(wish.where);
  ways_back_.emplace_back(static_cast<std::size_t>(&on - slots_.data()), on);
  if (!on.is_known) {
    on.is_known = true;
    on.base = on.now = wish.version - 1;
  }
  if (on.now != wish.version - 1 || (wish.is_end && on.now == 0))
    return false;
  on.now = wish.is_end ? 0 : wish.version;
  on.latest = &any;
  return true;
}

} // namespace frontrow::postgres
