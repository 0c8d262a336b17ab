#include "actors/schedule/seat_family.hpp"

#include <caf/send.hpp>

namespace frontrow {

namespace {

/// A bounded look each time: a large family must not hold up its schedule.
constexpr std::size_t looked_at_max = 4'096;

} // namespace

seat_family::~seat_family() {
  for (auto& [seat, child] : by_seat_)
    if (child.actor)
      caf::anon_send_exit(child.actor, caf::exit_reason::user_shutdown);
}

seat_child& seat_family::use(seat_id seat, instant now) {
  const auto [it, is_new] = by_seat_.try_emplace(raw(seat));
  if (is_new)
    order_.push_back(raw(seat));
  it->second.used_at = now;
  return it->second;
}

seat_child* seat_family::find(seat_id seat) {
  const auto it = by_seat_.find(raw(seat));
  return it == by_seat_.end() ? nullptr : &it->second;
}

std::vector<seat_id> seat_family::doubtful() const {
  std::vector<seat_id> seats;
  if (doubts_ > 0)
    for (const auto& [seat, child] : by_seat_)
      if (child.is_doubtful)
        seats.push_back(seat_id{seat});
  return seats;
}

void seat_family::doubt(seat_child& child) {
  child.actor = nullptr;
  child.is_locked = false;
  doubts_ += child.is_doubtful ? 0 : 1;
  child.is_doubtful = true;
}

void seat_family::trust(seat_child& child) {
  doubts_ -= child.is_doubtful ? 1 : 0;
  child.is_doubtful = false;
  child.begun = 0;
}

void seat_family::put_away(instant before) {
  for (auto left = std::min(order_.size(), looked_at_max); left > 0; --left) {
    const auto seat = order_.front();
    const auto it = by_seat_.find(seat);
    auto& child = it->second;
    order_.pop_front();
    if (child.used_at >= before || child.waiting > 0 || child.is_locked || child.is_doubtful) {
      order_.push_back(seat);
      continue;
    }
    caf::anon_send_exit(child.actor, caf::exit_reason::user_shutdown);
    by_seat_.erase(it);
  }
}

bool seat_family::put_away(seat_id seat) {
  const auto it = by_seat_.find(raw(seat));
  if (it == by_seat_.end())
    return false;
  const auto& child = it->second;
  if (!child.actor || child.waiting > 0 || child.is_locked || child.is_doubtful)
    return false;
  caf::anon_send_exit(child.actor, caf::exit_reason::user_shutdown);
  by_seat_.erase(it);
  std::erase(order_, raw(seat));
  return true;
}

} // namespace frontrow
