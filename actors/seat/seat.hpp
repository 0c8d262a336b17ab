#pragma once

#include "actors/base/verdict.hpp"
#include "actors/store/rows.hpp"

/// The rules of one seat and the reservation that lives on it. Pure: no clock, no I/O, no actor.
///
///            hold                confirm
///     open ─────────▶ held ─────────────────▶ sold
///       ▲ ◀───────────┘ │ cancel, expire       │
///       └───────────────┴──────── cancel ──────┘        book: open ─▶ sold, without reservation
namespace frontrow {

/// What a seat knows: its row, and the reservation that holds or owns it (none: `live.id` is 0).
struct seat_memory {
  seat_row seat;
  reservation_row live;

  bool operator==(const seat_memory&) const = default;
};

/// What a rule grants: the next memory, and what has to be durable before anybody hears of it.
struct seat_step {
  seat_memory next;
  write_set save;
};

using seat_verdict = verdict<seat_step, refusal>;

/// Whether the rules below could have produced it.
bool is_sound(const seat_memory&);

/// A hold that has run out is no hold: expiry needs no message and no timer.
bool is_held(const seat_row&, instant now);
/// Held once, and nobody's any more. It has to expire in a step of its own before it is held again:
/// the news of two reservations belongs to two users, and so to two partitions.
bool has_run_out(const seat_row&, instant now);

/// Holds an open seat. Refuses with seat_taken.
seat_verdict hold(const seat_memory&, user_id, reservation_id fresh, points price,
                  milliseconds length, instant now);

/// Sells an open seat first come, first served. `booking.seat` and `booking.at` are filled in.
/// Refuses with seat_taken.
seat_verdict book(const seat_memory&, booking_row booking, instant now);

/// Lets a hold go whose deadline has passed. Refuses with seat_taken when there is none such.
seat_verdict expire(const seat_memory&, instant now);

/// Whether `id` is the reservation that this seat lives with; if not, the asker's view is old.
bool is_live(const seat_memory&, reservation_id id);

/// Sells the held seat to its holder. The commit must begin before the hold ends.
/// Refuses with reservation_confirmed, reservation_expired.
seat_verdict confirm(const seat_memory&, reservation_id, instant now);

/// Opens the seat again, whether it was held or paid for.
/// Refuses with reservation_expired.
seat_verdict cancel(const seat_memory&, reservation_id, instant now);

} // namespace frontrow
