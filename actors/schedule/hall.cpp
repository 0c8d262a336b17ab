#include "actors/schedule/hall.hpp"

#include "actors/base/ensure.hpp"
#include "actors/seat/seat.hpp"

namespace frontrow {

std::uint64_t count_seats(const schedule_row& facts) {
  std::uint64_t count = 0;
  for (const auto& s : facts.sections)
    count += std::uint64_t{s.rows} * s.seats_per_row;
  return count;
}

seat_place find_place(const schedule_row& facts, seat_id seat) {
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < facts.sections.size(); ++i) {
    const auto& s = facts.sections[i];
    const auto size = std::uint64_t{s.rows} * s.seats_per_row;
    if (raw(seat) <= before + size)
      return {i, static_cast<std::uint32_t>((raw(seat) - before - 1) / s.seats_per_row + 1),
              s.price};
    before += size;
  }
  ensure(false); // the caller has asked `has` before
  return {};
}

refusal sale_refusal(const schedule_row& facts, instant now) {
  if (facts.sale_opens_at != instant{} && now < facts.sale_opens_at)
    return refusal::sale_not_open;
  if (facts.sale_closes_at != instant{} && now >= facts.sale_closes_at)
    return refusal::sale_closed;
  return refusal::none;
}

hall::hall(schedule_row facts, const std::vector<seat_row>& touched)
    : facts_{std::move(facts)},
      rows_(count_seats(facts_)), free_{seats()}, printed_{facts_, seats()} {
  ensure(rows_.size() <= seats_max);
  for (std::uint32_t i = 0; i < rows_.size(); ++i) {
    rows_[i].schedule = facts_.id;
    rows_[i].seat = seat_id{i + 1};
  }
  for (const auto& row : touched) {
    ensure(has(row.seat));
    rows_[raw(row.seat) - 1] = row;
    version_ += row.version;
    watch(row);
    count_hold(row, 1);
  }
  for (const auto& row : rows_)
    if (row.is == seat_row::phase::open) {
      ++available_;
      free_.set(row.seat, true);
    }
}

points hall::price_of(seat_id seat) const {
  return find_place(facts_, seat).price;
}

bool hall::is_taken(seat_id seat, instant now) const {
  return at(seat).is == seat_row::phase::sold || is_held(at(seat), now);
}

void hall::learn(const seat_row& row) {
  ensure(has(row.seat) && row.schedule == facts_.id);
  auto& known = rows_[raw(row.seat) - 1];
  if (row.version <= known.version)
    return;
  available_ -= known.is == seat_row::phase::open;
  available_ += row.is == seat_row::phase::open;
  count_hold(known, -1);
  count_hold(row, 1);
  const bool is_next = row.version == known.version + 1;
  version_ += row.version - known.version;
  known = row;
  watch(row);
  printed_.touch(row.seat);
  remember({version_, row.seat, row.is}, is_next);
  free_.set(row.seat, row.is == seat_row::phase::open && !asked_.contains(raw(row.seat)));
}

void hall::remember(const seat_change& change, bool is_next) {
  // What happened between is not known: readers who resume from before must start afresh.
  if (!is_next) {
    recent_.clear();
    return;
  }
  recent_.push_back(change);
  if (recent_.size() > seat_changes_max)
    recent_.pop_front();
}

void hall::begin(seat_id seat) {
  ++asked_[raw(seat)];
  free_.set(seat, false);
}

void hall::end(seat_id seat) {
  const auto it = asked_.find(raw(seat));
  ensure(it != asked_.end());
  if (--it->second > 0)
    return;
  asked_.erase(it);
  free_.set(seat, at(seat).is == seat_row::phase::open);
}

void hall::watch(const seat_row& row) {
  if (row.is == seat_row::phase::held)
    deadlines_.push({row.held_until, row.seat, row.version});
}

void hall::count_hold(const seat_row& row, int by) {
  if (row.is != seat_row::phase::held)
    return;
  held_ += static_cast<std::uint32_t>(by);
  auto& count = holds_[raw(row.user)];
  count += static_cast<std::uint32_t>(by);
  if (count == 0)
    holds_.erase(raw(row.user));
}

std::uint32_t hall::holds_of(user_id user) const {
  const auto it = holds_.find(raw(user));
  return it == holds_.end() ? 0 : it->second;
}

std::optional<instant> hall::next_deadline() {
  while (!deadlines_.empty() && deadlines_.top().version != at(deadlines_.top().seat).version)
    deadlines_.pop();
  if (deadlines_.empty())
    return std::nullopt;
  return deadlines_.top().at;
}

std::vector<seat_id> hall::take_due(instant now) {
  std::vector<seat_id> due;
  while (const auto next = next_deadline()) {
    if (now < *next)
      break;
    due.push_back(deadlines_.top().seat);
    deadlines_.pop();
  }
  return due;
}

void hall::recall(seat_id seat, instant when) {
  deadlines_.push({when, seat, at(seat).version});
}

seat_list hall::list(bool as_fcfs, std::uint64_t known_version) {
  seat_list list;
  // Version 0 is a fresh schedule's first: nobody can know it, so it is never left out.
  list.version = version_;
  list.available = available_;
  if (known_version == 0 || known_version != version_)
    list.seats = printed_.read(as_fcfs, facts_, rows_);
  return list;
}

seat_changes hall::changes_after(std::uint64_t version) const {
  seat_changes answer;
  if (version == version_)
    return answer;
  const auto oldest = recent_.empty() ? version_ : recent_.front().version - 1;
  answer.gap = version > version_ || version < oldest;
  if (!answer.gap)
    answer.changes.assign(recent_.begin() + static_cast<std::ptrdiff_t>(version - oldest),
                          recent_.end());
  return answer;
}

} // namespace frontrow
