#pragma once

#include "actors/directory/idle_messages.hpp"
#include "actors/house.hpp"
#include "cluster/wire/notes.hpp"
#include "cluster/wire/travel_rows.hpp"

/// What is said to the doors and what they answer, member by member. Append only.
namespace frontrow::wire {

FRONTROW_WIRE_ENUMERATION(settled, doubtful)
FRONTROW_WIRE_ENUMERATION(outbox_lane::state, refusing)
FRONTROW_WIRE_ENUMERATION(steer_queue::doors, open)

template <class Way>
void travel(Way& with, look_again& x) {
  members(with, "look_again", x);
}
template <class Way>
void travel(Way& with, describe_schedule& x) {
  members(with, "describe_schedule", x, at("id", x.id));
}
template <class Way>
void travel(Way& with, schedule_view& x) {
  members(with, "schedule_view", x, at("no", x.no), at("facts", x.facts), at("seats", x.seats),
          at("available", x.available), at("held", x.held), at("version", x.version));
}
template <class Way>
void travel(Way& with, learn_capacity& x) {
  members(with, "learn_capacity", x, at("id", x.id), at("capacity", x.capacity));
}
template <class Way>
void travel(Way& with, learn_show& x) {
  members(with, "learn_show", x, at("id", x.id), at("capacity", x.capacity));
}
template <class Way>
void travel(Way& with, steer_queue& x) {
  members(with, "steer_queue", x, at("id", x.id), at("now", x.now), at("capacity", x.capacity),
          at("per_second", x.per_second));
}
template <class Way>
void travel(Way& with, queue_view& x) {
  members(with, "queue_view", x, at("no", x.no), at("capacity", x.capacity),
          at("is_paused", x.is_paused), at("per_second", x.per_second), at("waiting", x.waiting),
          at("active", x.active), at("ceiling", x.ceiling), at("admitted", x.admitted),
          at("abandoned", x.abandoned), at("pace_milli", x.pace_milli),
          at("wait_seconds", x.wait_seconds), at("is_line_away", x.is_line_away));
}
template <class Way>
void travel(Way& with, read_seats& x) {
  members(with, "read_seats", x, at("id", x.id), at("as_fcfs", x.as_fcfs),
          at("known_version", x.known_version));
}
template <class Way>
void travel(Way& with, seat_list& x) {
  members(with, "seat_list", x, at("no", x.no), at("version", x.version),
          at("available", x.available), at("seats", x.seats));
}
template <class Way>
void travel(Way& with, read_seat& x) {
  members(with, "read_seat", x, at("id", x.id), at("seat", x.seat));
}
template <class Way>
void travel(Way& with, seat_view& x) {
  members(with, "seat_view", x, at("no", x.no), at("seat", x.seat));
}
template <class Way>
void travel(Way& with, watch_seats& x) {
  members(with, "watch_seats", x, at("id", x.id), at("after", x.after));
}
template <class Way>
void travel(Way& with, seat_change& x) {
  members(with, "seat_change", x, at("version", x.version), at("seat", x.seat), at("is", x.is));
}
template <class Way>
void travel(Way& with, seat_changes& x) {
  members(with, "seat_changes", x, at("no", x.no), at("gap", x.gap), at("changes", x.changes));
}
template <class Way>
void travel(Way& with, reserve_seat& x) {
  members(with, "reserve_seat", x, at("id", x.id), at("what", x.what));
}
template <class Way>
void travel(Way& with, book_seat& x) {
  members(with, "book_seat", x, at("id", x.id), at("booking", x.booking));
}
template <class Way>
void travel(Way& with, booked_seat& x) {
  members(with, "booked_seat", x, at("no", x.no), at("seat", x.seat), at("remaining", x.remaining));
}
template <class Way>
void travel(Way& with, prepare_seat& x) {
  members(with, "prepare_seat", x, at("id", x.id), at("seat", x.seat), at("what", x.what),
          at("flow", x.flow));
}
template <class Way>
void travel(Way& with, prepared_seat& x) {
  members(with, "prepared_seat", x, at("no", x.no), at("is_stale", x.is_stale),
          at("reservation", x.reservation), at("was_paid", x.was_paid), at("save", x.save));
}
template <class Way>
void travel(Way& with, settle_seat& x) {
  members(with, "settle_seat", x, at("id", x.id), at("seat", x.seat),
          at("reservation", x.reservation), at("how", x.how), at("flow", x.flow));
}
template <class Way>
void travel(Way& with, refresh_schedule& x) {
  members(with, "refresh_schedule", x, at("id", x.id));
}
template <class Way>
void travel(Way& with, read_wallet& x) {
  members(with, "read_wallet", x, at("user", x.user));
}
template <class Way>
void travel(Way& with, move_points& x) {
  members(with, "move_points", x, at("user", x.user), at("what", x.what));
}
template <class Way>
void travel(Way& with, prepare_wallet& x) {
  members(with, "prepare_wallet", x, at("user", x.user), at("is", x.is), at("amount", x.amount),
          at("reservation", x.reservation), at("flow", x.flow));
}
template <class Way>
void travel(Way& with, prepared_wallet& x) {
  members(with, "prepared_wallet", x, at("no", x.no), at("wallet", x.wallet), at("entry", x.entry),
          at("said", x.said));
}
template <class Way>
void travel(Way& with, settle_wallet& x) {
  members(with, "settle_wallet", x, at("user", x.user), at("reservation", x.reservation),
          at("how", x.how), at("flow", x.flow));
}
template <class Way>
void travel(Way& with, enter_queue& x) {
  members(with, "enter_queue", x, at("id", x.id), at("user", x.user), at("token", x.token),
          at("place", x.place));
}
template <class Way>
void travel(Way& with, ask_queue& x) {
  members(with, "ask_queue", x, at("id", x.id), at("token", x.token), at("caller", x.caller),
          at("place", x.place));
}
template <class Way>
void travel(Way& with, watch_queue& x) {
  members(with, "watch_queue", x, at("id", x.id), at("token", x.token), at("caller", x.caller),
          at("seen", x.seen), at("place", x.place));
}
template <class Way>
void travel(Way& with, leave_queue& x) {
  members(with, "leave_queue", x, at("id", x.id), at("token", x.token), at("caller", x.caller),
          at("place", x.place));
}
template <class Way>
void travel(Way& with, queue_ticket& x) {
  members(with, "queue_ticket", x, at("no", x.no), at("token", x.token), at("place", x.place),
          at("is_active", x.is_active), at("position", x.position),
          at("wait_seconds", x.wait_seconds), at("expires_at", x.expires_at),
          at("poll_seconds", x.poll_seconds), at("life_seconds", x.life_seconds),
          at("standing", x.standing), at("claim_seconds", x.claim_seconds));
}
template <class Way>
void travel(Way& with, use_token& x) {
  members(with, "use_token", x, at("id", x.id), at("user", x.user), at("token", x.token),
          at("place", x.place));
}
template <class Way>
void travel(Way& with, token_check& x) {
  members(with, "token_check", x, at("no", x.no), at("position", x.position),
          at("wait_seconds", x.wait_seconds));
}
template <class Way>
void travel(Way& with, end_session& x) {
  members(with, "end_session", x, at("id", x.id), at("user", x.user));
}
template <class Way>
void travel(Way& with, join& x) {
  members(with, "join", x, at("user", x.user), at("address", x.address), at("name", x.name),
          at("phone", x.phone), at("foreign_sequence", x.foreign_sequence));
}
template <class Way>
void travel(Way& with, join_answer& x) {
  members(with, "join_answer", x, at("no", x.no), at("seat", x.seat), at("sequence", x.sequence),
          at("remaining", x.remaining), at("guard_seconds", x.guard_seconds));
}
template <class Way>
void travel(Way& with, read_fcfs_seats& x) {
  members(with, "read_fcfs_seats", x);
}
template <class Way>
void travel(Way& with, read_fcfs_seat& x) {
  members(with, "read_fcfs_seat", x, at("seat", x.seat));
}
template <class Way>
void travel(Way& with, reset_fcfs& x) {
  members(with, "reset_fcfs", x, at("seats", x.seats));
}
template <class Way>
void travel(Way& with, rest_gate& x) {
  members(with, "rest_gate", x);
}
template <class Way>
void travel(Way& with, create_concert& x) {
  members(with, "create_concert", x, at("title", x.title), at("artist", x.artist));
}
template <class Way>
void travel(Way& with, concert_view& x) {
  members(with, "concert_view", x, at("no", x.no), at("concert", x.concert),
          at("schedules", x.schedules));
}
template <class Way>
void travel(Way& with, create_schedule& x) {
  members(with, "create_schedule", x, at("facts", x.facts));
}
template <class Way>
void travel(Way& with, created_schedule& x) {
  members(with, "created_schedule", x, at("no", x.no), at("facts", x.facts), at("seats", x.seats));
}
template <class Way>
void travel(Way& with, list_concerts& x) {
  members(with, "list_concerts", x);
}
template <class Way>
void travel(Way& with, read_concert& x) {
  members(with, "read_concert", x, at("id", x.id));
}
template <class Way>
void travel(Way& with, outbox_lane& x) {
  members(with, "outbox_lane", x, at("partition", x.partition), at("is", x.is),
          at("stream", x.stream), at("published", x.published), at("last", x.last),
          at("oldest", x.oldest), at("why", x.why));
}
template <class Way>
void travel(Way& with, describe_outbox& x) {
  members(with, "describe_outbox", x, at("limit", x.limit));
}
template <class Way>
void travel(Way& with, outbox_view& x) {
  members(with, "outbox_view", x, at("lanes", x.lanes), at("parked", x.parked),
          at("parked_count", x.parked_count));
}
template <class Way>
void travel(Way& with, replay_parked& x) {
  members(with, "replay_parked", x, at("subject", x.subject));
}
template <class Way>
void travel(Way& with, discard_parked& x) {
  members(with, "discard_parked", x, at("subject", x.subject), at("partition", x.partition),
          at("position", x.position));
}
template <class Way>
void travel(Way& with, parked_outcome& x) {
  members(with, "parked_outcome", x, at("done", x.done), at("waiting", x.waiting),
          at("why", x.why));
}

} // namespace frontrow::wire
