#pragma once

#include "actors/command.hpp"
#include "actors/queue/signed_place.hpp"
#include "actors/store/rows.hpp"
#include "cluster/wire/way.hpp"

/// What messages carry, member by member. Append only: nodes of two releases speak with each other.
namespace frontrow::wire {

template <class Way>
void travel(Way& with, concert_row& x) {
  members(with, "concert_row", x, at("id", x.id), at("title", x.title), at("artist", x.artist),
          at("created_at", x.created_at));
}
template <class Way>
void travel(Way& with, section_row& x) {
  members(with, "section_row", x, at("name", x.name), at("rows", x.rows),
          at("seats_per_row", x.seats_per_row), at("price", x.price));
}
template <class Way>
void travel(Way& with, schedule_row& x) {
  members(with, "schedule_row", x, at("id", x.id), at("version", x.version),
          at("concert", x.concert), at("starts_at", x.starts_at),
          at("sale_opens_at", x.sale_opens_at), at("sale_closes_at", x.sale_closes_at),
          at("concurrent_user_max", x.concurrent_user_max), at("sections", x.sections));
}
template <class Way>
void travel(Way& with, seat_row& x) {
  members(with, "seat_row", x, at("schedule", x.schedule), at("seat", x.seat), at("is", x.is),
          at("version", x.version), at("user", x.user), at("reservation", x.reservation),
          at("held_until", x.held_until));
}
template <class Way>
void travel(Way& with, reservation_row& x) {
  members(with, "reservation_row", x, at("id", x.id), at("version", x.version), at("user", x.user),
          at("schedule", x.schedule), at("seat", x.seat), at("price", x.price), at("is", x.is),
          at("created_at", x.created_at), at("held_until", x.held_until), at("paid_at", x.paid_at));
}
template <class Way>
void travel(Way& with, wallet_row& x) {
  members(with, "wallet_row", x, at("user", x.user), at("version", x.version),
          at("balance", x.balance));
}
template <class Way>
void travel(Way& with, ledger_row& x) {
  members(with, "ledger_row", x, at("user", x.user), at("entry", x.entry), at("is", x.is),
          at("amount", x.amount), at("balance", x.balance), at("reservation", x.reservation),
          at("at", x.at));
}
template <class Way>
void travel(Way& with, booking_row& x) {
  members(with, "booking_row", x, at("schedule", x.schedule), at("seat", x.seat),
          at("sequence", x.sequence), at("user", x.user), at("address", x.address),
          at("name", x.name), at("phone", x.phone), at("guard_until", x.guard_until),
          at("at", x.at));
}
template <class Way>
void travel(Way& with, token_row& x) {
  members(with, "token_row", x, at("schedule", x.schedule), at("place", x.place),
          at("version", x.version), at("token", x.token), at("user", x.user), at("is", x.is),
          at("issued_at", x.issued_at), at("active_at", x.active_at), at("claimed", x.claimed));
}
template <class Way>
void travel(Way& with, counter_row& x) {
  members(with, "counter_row", x, at("name", x.name), at("value", x.value));
}
template <class Way>
void travel(Way& with, outcome& x) {
  members(with, "outcome", x, at("no", x.no), at("reservation", x.reservation),
          at("balance", x.balance), at("wallet_version", x.wallet_version), at("price", x.price),
          at("position", x.position), at("wait_seconds", x.wait_seconds), at("at", x.at),
          at("replayed", x.replayed), at("is_key_known", x.is_key_known));
}
template <class Way>
void travel(Way& with, fingerprint& x) {
  members(with, "fingerprint", x, at("high", x.high), at("low", x.low));
}
template <class Way>
void travel(Way& with, answer_row& x) {
  members(with, "answer_row", x, at("user", x.user), at("what", x.what), at("key", x.key),
          at("body", x.body), at("answer", x.answer));
}
template <class Way>
void travel(Way& with, event& x) {
  members(with, "event", x, at("is", x.is), at("sequence", x.sequence), at("at", x.at),
          at("user", x.user), at("reservation", x.reservation), at("schedule", x.schedule),
          at("seat", x.seat), at("amount", x.amount), at("balance", x.balance),
          at("fcfs_sequence", x.fcfs_sequence), at("fcfs_user", x.fcfs_user));
}
template <class Way>
void travel(Way& with, parked_row& x) {
  members(with, "parked_row", x, at("partition", x.partition), at("position", x.position),
          at("is", x.is), at("kind", x.kind), at("subject", x.subject), at("sequence", x.sequence),
          at("why", x.why), at("since", x.since));
}
template <class Way>
void travel(Way& with, write_set& x) {
  members(with, "write_set", x, at("rows", x.rows), at("events", x.events),
          at("deadline", x.deadline));
}
template <class Way>
void travel(Way& with, token_id& x) {
  members(with, "token_id", x, at("high", x.high), at("low", x.low));
}
template <class Way>
void travel(Way& with, signed_place& x) {
  members(with, "signed_place", x, at("user", x.user), at("place", x.place),
          at("issued_at", x.issued_at));
}
template <class Way>
void travel(Way& with, command& x) {
  members(with, "command", x, at("what", x.what), at("user", x.user), at("caller", x.caller),
          at("key", x.key), at("body", x.body), at("schedule", x.schedule), at("seat", x.seat),
          at("price", x.price), at("token", x.token), at("place", x.place),
          at("reservation", x.reservation), at("amount", x.amount), at("if_version", x.if_version),
          at("has_match", x.has_match));
}

} // namespace frontrow::wire
