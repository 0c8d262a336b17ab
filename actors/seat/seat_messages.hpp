#pragma once

#include "actors/schedule/schedule_messages.hpp"
#include "actors/seat/seat.hpp"

#include <variant>

/// What a schedule says to its seats. Nobody else speaks to a seat, and every message is answered,
/// so the schedule knows which seats are at rest.
namespace frontrow {

/// What came of it, and what the seat is now.
struct seat_answer {
  outcome came;
  seat_row seat;
};

struct hold_seat {
  command what;
  points price = 0; // the real one
};

struct sell_seat {
  booking_row booking;
};

/// Lets a hold go whose deadline has passed.
struct expire_seat {};

/// Settles what a checkout prepared; see `prepare_seat`.
struct finish_seat {
  reservation_id reservation{};
  settled how{};
  std::uint64_t flow = 0;
};

/// Just what it is.
struct show_seat {};

/// All of the above in one type of message: each type that an actor takes costs every living seat
/// 40 bytes.
using seat_wish = std::variant<hold_seat, sell_seat, expire_seat, finish_seat, show_seat>;

/// A failure means that nobody knows what was saved: the seat has stopped, and whoever speaks to it
/// next must have it restored.
using seat_actor = caf::typed_actor<caf::replies_to<seat_wish>::with<seat_answer>,
                                    caf::replies_to<prepare_seat>::with<prepared_seat>>;

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::seat_answer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::seat_wish)
