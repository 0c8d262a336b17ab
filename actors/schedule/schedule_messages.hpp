#pragma once

#include "actors/base/settled.hpp"
#include "actors/command.hpp"
#include "actors/schedule/seat_list.hpp"
#include "actors/store/store_messages.hpp"

/// What may be said to a schedule. Every message names its schedule, so that the directory can
/// bring it alive and hand the message on.
namespace frontrow {

/// Facts and counts of one schedule.
struct describe_schedule {
  schedule_id id{};
};
struct schedule_view {
  refusal no = refusal::none;
  schedule_row facts;
  std::uint32_t seats = 0;
  std::uint32_t available = 0;
  std::uint32_t held = 0;
  std::uint64_t version = 0; // grows by one with every change of any seat
};

/// The seat list. Nothing is printed for a reader who has `known_version` already.
struct read_seats {
  schedule_id id{};
  bool as_fcfs = false;            // {"id":1,"status":true} instead of the concert face's seats
  std::uint64_t known_version = 0; // 0: none
};

struct read_seat {
  schedule_id id{};
  seat_id seat{};
};
struct seat_view {
  refusal no = refusal::none;
  seat_row seat;
};

/// What changed after version `after`; answers when there is something, at the latest after 15 s
/// with nothing.
struct watch_seats {
  schedule_id id{};
  std::uint64_t after = 0;
};
/// A hold for `what.user` on one seat, saved with its reservation, event and kept answer.
struct reserve_seat {
  schedule_id id{};
  command what;
};

/// The free seat with the lowest id, sold at once to an FCFS user.
struct book_seat {
  schedule_id id{};
  booking_row booking; // all but `seat` and `at`, which the schedule fills in
};
struct booked_seat {
  refusal no = refusal::none; // schedule_not_found, sold_out, contention
  seat_id seat{};
  std::uint32_t remaining = 0;
};

/// First half of confirm and cancel: the seat locks itself and says which rows would change. It
/// waits for `settle_seat` from the same flow, and re-reads its row when that does not come.
struct prepare_seat {
  schedule_id id{};
  seat_id seat{};
  command what; // confirm or cancel
  /// Which flow this is: no other ever has this number.
  std::uint64_t flow = 0;
};
struct prepared_seat {
  refusal no = refusal::none;
  /// The reservation does not live on this seat (any more): the asker's view of it is old.
  bool is_stale = false;
  reservation_row reservation; // as it would be
  bool was_paid = false;       // cancel: the price goes back to the wallet
  write_set save;              // rows, events and deadline of the seat's half
};

/// Second half: what became of the prepared rows. Answered when everybody who asks the schedule
/// from then on sees it, with whether it could be told.
struct settle_seat {
  schedule_id id{};
  seat_id seat{};
  reservation_id reservation{};
  settled how{};
  std::uint64_t flow = 0; // that prepared it
};

/// A schedule that did not exist may exist now: read again.
struct refresh_schedule {
  schedule_id id{};
};

/// Its waiting room lets in so many at once now; the store has it.
struct learn_capacity {
  schedule_id id{};
  std::uint32_t capacity = 0;
};

using schedule_actor = caf::typed_actor<
    caf::replies_to<describe_schedule>::with<schedule_view>,
    caf::replies_to<read_seats>::with<seat_list>, caf::replies_to<read_seat>::with<seat_view>,
    caf::replies_to<watch_seats>::with<seat_changes>, caf::replies_to<reserve_seat>::with<outcome>,
    caf::replies_to<book_seat>::with<booked_seat>,
    caf::replies_to<prepare_seat>::with<prepared_seat>, caf::replies_to<settle_seat>::with<bool>,
    caf::reacts_to<refresh_schedule>, caf::reacts_to<learn_capacity>>;

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::describe_schedule)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::schedule_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::read_seats)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::seat_list)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::read_seat)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::seat_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::watch_seats)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::seat_changes)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::reserve_seat)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::book_seat)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::booked_seat)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::prepare_seat)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::prepared_seat)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::settle_seat)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::refresh_schedule)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::learn_capacity)
