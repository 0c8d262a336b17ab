#include "persistence/codec/blobs.hpp"

namespace frontrow {

namespace {

void write_instant(byte_writer& to, instant at) {
  to.whole(at.time_since_epoch().count());
}

instant read_instant(byte_reader& from) {
  return instant{milliseconds{from.whole()}};
}

template <class Id>
Id read_id(byte_reader& from) {
  return Id{static_cast<std::underlying_type_t<Id>>(from.number())};
}

void write_reservation(byte_writer& to, const reservation_row& kept) {
  to.number(raw(kept.id));
  to.number(kept.version);
  to.number(raw(kept.user));
  to.number(raw(kept.schedule));
  to.number(raw(kept.seat));
  to.whole(kept.price);
  to.number(static_cast<std::uint64_t>(kept.is));
  write_instant(to, kept.created_at);
  write_instant(to, kept.held_until);
  write_instant(to, kept.paid_at);
}

reservation_row read_reservation(byte_reader& from) {
  reservation_row kept;
  kept.id = read_id<reservation_id>(from);
  kept.version = from.number();
  kept.user = read_id<user_id>(from);
  kept.schedule = read_id<schedule_id>(from);
  kept.seat = read_id<seat_id>(from);
  kept.price = from.whole();
  kept.is = static_cast<reservation_row::state>(from.number());
  kept.created_at = read_instant(from);
  kept.held_until = read_instant(from);
  kept.paid_at = read_instant(from);
  return kept;
}

void write_outcome(byte_writer& to, const outcome& answer) {
  to.number(static_cast<std::uint64_t>(answer.no));
  write_reservation(to, answer.reservation);
  to.whole(answer.balance);
  to.number(answer.wallet_version);
  to.whole(answer.price);
  to.number(answer.position);
  to.number(answer.wait_seconds);
  write_instant(to, answer.at);
}

outcome read_outcome(byte_reader& from) {
  outcome answer;
  answer.no = static_cast<refusal>(from.number());
  answer.reservation = read_reservation(from);
  answer.balance = from.whole();
  answer.wallet_version = from.number();
  answer.price = from.whole();
  answer.position = from.number();
  answer.wait_seconds = from.number();
  answer.at = read_instant(from);
  return answer;
}

} // namespace

void write_event(byte_writer& to, const event& what) {
  to.number(static_cast<std::uint64_t>(what.is));
  to.number(what.sequence);
  write_instant(to, what.at);
  to.number(raw(what.user));
  to.number(raw(what.reservation));
  to.number(raw(what.schedule));
  to.number(raw(what.seat));
  to.whole(what.amount);
  to.whole(what.balance);
  to.number(what.fcfs_sequence);
  to.text(what.fcfs_user);
}

event read_event(byte_reader& from) {
  event what;
  what.is = static_cast<event::kind>(from.number());
  what.sequence = from.number();
  what.at = read_instant(from);
  what.user = read_id<user_id>(from);
  what.reservation = read_id<reservation_id>(from);
  what.schedule = read_id<schedule_id>(from);
  what.seat = read_id<seat_id>(from);
  what.amount = from.whole();
  what.balance = from.whole();
  what.fcfs_sequence = from.number();
  what.fcfs_user = from.text();
  return what;
}

answer_key key_of(const answer_row& kept) {
  return {.user = kept.user, .what = kept.what, .key = kept.key};
}

void write_answer(byte_writer& to, const answer_row& kept) {
  to.number(raw(kept.user));
  to.number(static_cast<std::uint64_t>(kept.what));
  to.text(kept.key);
  to.word(kept.body.high);
  to.word(kept.body.low);
  write_outcome(to, kept.answer);
}

answer_row read_answer(byte_reader& from) {
  answer_row kept;
  kept.user = read_id<user_id>(from);
  kept.what = static_cast<operation>(from.number());
  kept.key = from.text();
  kept.body.high = from.word();
  kept.body.low = from.word();
  kept.answer = read_outcome(from);
  return kept;
}

byte_reader open_blob(std::string_view bytes) {
  byte_reader from{bytes};
  if (from.number() != blob_format)
    throw bad_bytes{};
  return from;
}

} // namespace frontrow
