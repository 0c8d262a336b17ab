#pragma once

#include "actors/seat/seat_messages.hpp"

#include <deque>
#include <unordered_map>

namespace frontrow {

/// A seat's actor, while it is alive or in doubt.
struct seat_child {
  seat_actor actor; // null: it stopped in doubt, and is restored when next spoken to
  instant used_at{};
  // Words and flags share bytes: a million of these may be there.
  std::uint32_t waiting : 31 = 0; // answers that it owes
  bool is_locked : 1 = false;     // between prepare and settle
  /// Askers that took the seat out of the free ones and lost their answer: see `hall::begin`.
  std::uint32_t begun : 31 = 0;
  bool is_doubtful : 1 = false;
};

/// The seat actors of one schedule that are alive: who they are, and who has been idle for long.
class seat_family {
public:
  seat_family() = default;
  seat_family(const seat_family&) = delete;
  seat_family& operator=(const seat_family&) = delete;
  /// The children end with their parent.
  ~seat_family();

  bool is_empty() const { return by_seat_.empty(); }
  std::size_t size() const { return by_seat_.size(); }

  /// The entry of this seat, made when there is none; used now.
  seat_child& use(seat_id, instant now);
  seat_child* find(seat_id);

  /// Seats that stopped in doubt.
  std::vector<seat_id> doubtful() const;
  bool has_doubts() const { return doubts_ > 0; }
  void doubt(seat_child&);
  void trust(seat_child&);

  /// Ends those who were not used since `before` and owe nobody anything.
  void put_away(instant before);
  /// Ends this one, if it is alive and owes nobody anything. Whether it goes.
  bool put_away(seat_id);

private:
  std::unordered_map<std::uint32_t, seat_child> by_seat_;
  std::deque<std::uint32_t> order_; // every child once, roughly by use
  std::size_t doubts_ = 0;
};

} // namespace frontrow
