#include "http/admin/trail.hpp"

#include "actors/store/cloud_event.hpp"
#include "http/text/ids.hpp"

#include <algorithm>
#include <array>

namespace frontrow::http::admin {
namespace {

std::string_view name_of(reservation_row::state is) {
  constexpr std::array names{"PREEMPTED", "CONFIRMED", "EXPIRED", "CANCELLED"};
  return names.at(static_cast<std::size_t>(is));
}
std::string_view name_of(seat_row::phase is) {
  constexpr std::array names{"AVAILABLE", "HELD", "SOLD"};
  return names.at(static_cast<std::size_t>(is));
}
std::string_view name_of(ledger_row::kind is) {
  constexpr std::array names{"", "CHARGE", "USE", "PAYMENT", "REFUND"};
  return names.at(static_cast<std::size_t>(is));
}
std::string_view name_of(operation is) {
  constexpr std::array names{"", "reserve", "confirm", "cancel", "charge", "use"};
  return names.at(static_cast<std::size_t>(is));
}

void add_time(json::object& body, std::string_view name, instant at) {
  if (at != instant{})
    body.text(name, print_utc(at));
}

/// Where the event is on its way to the world.
void print_publication(json::object& body, const placed_event& one,
                       const std::optional<outbox_view>& outbox) {
  if (!outbox) {
    body.text("publication", "FEED").text("publicationNote", "GET /api/events has it");
    return;
  }
  const auto parked = std::ranges::find_if(outbox->parked, [&](const parked_row& row) {
    return row.partition == one.partition && row.position == one.position;
  });
  if (parked != outbox->parked.end()) {
    body.text("publication", parked->is == parked_row::state::waiting ? "PARKED" : "DISCARDED")
        .text("publicationNote", parked->why);
    return;
  }
  const auto lane = std::ranges::find(outbox->lanes, one.partition, &outbox_lane::partition);
  const bool is_out = lane != outbox->lanes.end() && one.position <= lane->published;
  body.text("publication", is_out ? "PUBLISHED" : "WAITING")
      .text("publicationNote", lane == outbox->lanes.end() ? "" : lane->stream);
}

void print_entry(std::string& out, const ledger_row& entry) {
  json::object body{out};
  body.number("entry", entry.entry)
      .text("type", name_of(entry.is))
      .number("amount", entry.amount)
      .number("balance", entry.balance)
      .text("at", print_utc(entry.at))
      .end();
}

} // namespace

void print_kept_answer(std::string& out, const answer_row& kept) {
  json::object body{out};
  body.text("key", kept.key)
      .number("user", raw(kept.user))
      .text("operation", name_of(kept.what))
      .text("outcome", kept.answer.no == refusal::none ? "granted" : row_of(kept.answer.no).code)
      .text("at", print_utc(kept.answer.at));
  if (kept.answer.reservation.id != reservation_id{})
    body.text("reservation", print_id(kept.answer.reservation.id));
  body.end();
}

void print_placed_event(std::string& out, const placed_event& one,
                        const std::optional<outbox_view>& outbox) {
  json::object body{out};
  body.text("type", type_of(one.what.is))
      .text("subject", subject_of(one.what))
      .number("sequence", one.what.sequence)
      .text("at", print_utc(one.what.at))
      .number("partition", one.partition)
      .number("position", one.position)
      .number("amount", one.what.amount);
  if (one.what.user != user_id{})
    body.number("user", raw(one.what.user));
  if (!one.what.fcfs_user.empty())
    body.text("fcfsUser", one.what.fcfs_user).number("fcfsSequence", one.what.fcfs_sequence);
  if (one.what.reservation != reservation_id{})
    body.text("reservation", print_id(one.what.reservation));
  print_publication(body, one, outbox);
  body.end();
}

void print_trail(json::object& body, const trail& all) {
  const auto& r = all.reservation;
  json::object reservation{body.open("reservation")};
  reservation.text("id", print_id(r.id))
      .text("state", name_of(r.is))
      .number("version", r.version)
      .number("user", raw(r.user))
      .number("schedule", raw(r.schedule))
      .number("seat", raw(r.seat))
      .number("price", r.price);
  add_time(reservation, "createdAt", r.created_at);
  add_time(reservation, "heldUntil", r.held_until);
  add_time(reservation, "paidAt", r.paid_at);
  reservation.end();
  json::object seat{body.open("seat")};
  seat.text("id", print_name(actor_kind::seat, {raw(all.seat.schedule), raw(all.seat.seat)}))
      .text("state", name_of(all.seat.is))
      .number("version", all.seat.version)
      .truth("isThisOne", all.seat.reservation == r.id);
  if (all.seat.reservation != reservation_id{})
    seat.text("reservation", print_id(all.seat.reservation));
  seat.end();
  json::object wallet{body.open("wallet")};
  wallet.text("id", print_name(actor_kind::wallet, {raw(r.user), 0}))
      .number("balance", all.wallet.balance)
      .number("version", all.wallet.version)
      .end();
  print_list(body.open("ledger"), all.ledger, print_entry);
  print_list(body.open("answers"), all.answers.answers, print_kept_answer);
  print_list(body.open("events"), all.events.events, [&](std::string& to, const placed_event& one) {
    print_placed_event(to, one, all.outbox);
  });
  print_texts(body.open("notes"), all.notes);
}

} // namespace frontrow::http::admin
