#pragma once

#include "actors/schedule/schedule_messages.hpp"

/// What may be said to the FCFS gate. The edge has checked the user's header and the body already.
namespace frontrow {

struct join {
  std::string user;    // what the user header says
  std::string address; // the client's
  std::string name;
  std::string phone;
  /// Handed out by somebody else's gateway in front of the app port: no guard is set, and no
  /// number is taken. 0: this gate does both.
  std::uint64_t foreign_sequence = 0;
};

struct join_answer {
  refusal no = refusal::none; // duplicate, already_reserved, sold_out, contention
  seat_id seat{};             // granted, already_reserved
  std::uint64_t sequence = 0; // granted, already_reserved, and refusals that burnt one; else 0
  std::uint32_t remaining = 0;
  /// What is left of the guard. Negative: there is none, or it never expires.
  std::int64_t guard_seconds = -1;
};

/// The seats of the FCFS schedule in the FCFS form.
struct read_fcfs_seats {};
struct read_fcfs_seat {
  seat_id seat{};
};

/// A fresh schedule of this many free seats; guards and success records gone, the sequence goes on.
struct reset_fcfs {
  std::uint32_t seats = 0;
};

/// The house closes: the sequence goes on at the next start where it is now. Answers whether that
/// is durable.
struct rest_gate {};

using gate_actor = caf::typed_actor<
    caf::replies_to<join>::with<join_answer>, caf::replies_to<read_fcfs_seats>::with<seat_list>,
    caf::replies_to<read_fcfs_seat>::with<seat_view>,
    caf::replies_to<reset_fcfs>::with<schedule_view>, caf::replies_to<rest_gate>::with<bool>>;

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::join)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::join_answer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::read_fcfs_seats)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::read_fcfs_seat)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::reset_fcfs)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::rest_gate)
