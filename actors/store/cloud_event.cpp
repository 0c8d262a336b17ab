#include "actors/store/cloud_event.hpp"

#include "actors/base/json_text.hpp"
#include "actors/base/tsid.hpp"
#include "actors/base/utc_text.hpp"

namespace frontrow {

namespace {

using kind = event::kind;

bool is_about_points(kind is) {
  return is == kind::point_charged || is == kind::point_used || is == kind::point_refunded;
}

void add_text(std::string& out, std::string_view name, std::string_view value) {
  append_json_text(((out += '"') += name) += "\":", value);
  out += ',';
}

void add_number(std::string& out, std::string_view name, auto value) {
  ((((out += '"') += name) += "\":") += std::to_string(value)) += ',';
}

/// Ends an object: the comma after its last member becomes its brace.
void end(std::string& out) {
  out.back() = '}';
}

/// The position, behind its partition unless that is the first: unique in all of them.
std::string id_of(const placed_event& placed) {
  const auto position = std::to_string(placed.position);
  return placed.partition == 0 ? position : std::to_string(placed.partition) + '-' + position;
}

void add_data(std::string& out, const event& of) {
  out += "\"data\":{";
  if (raw(of.user) != 0)
    add_number(out, "userId", raw(of.user));
  if (raw(of.reservation) != 0)
    add_text(out, "reservationId", print_id(of.reservation));
  if (raw(of.schedule) != 0) {
    add_number(out, "scheduleId", raw(of.schedule));
    add_number(out, "seatId", raw(of.seat));
  }
  if (of.is == kind::seat_booked) {
    add_number(out, "fcfsSequence", of.fcfs_sequence);
    add_text(out, "fcfsUser", of.fcfs_user);
  } else {
    add_number(out, "amount", of.amount);
  }
  if (is_about_points(of.is))
    add_number(out, "balance", of.balance);
  end(out);
}

} // namespace

std::string_view type_of(kind is) {
  switch (is) {
  case kind::reservation_preempted:
    return "reservation.preempted";
  case kind::reservation_confirmed:
    return "reservation.confirmed";
  case kind::reservation_expired:
    return "reservation.expired";
  case kind::reservation_cancelled:
    return "reservation.cancelled";
  case kind::point_charged:
    return "point.charged";
  case kind::point_used:
    return "point.used";
  case kind::point_refunded:
    return "point.refunded";
  case kind::seat_booked:
    return "seat.booked";
  }
  return "unknown";
}

std::string subject_of(const event& of) {
  if (of.is == kind::seat_booked)
    return "seat/" + std::to_string(raw(of.schedule)) + '/' + std::to_string(raw(of.seat));
  if (is_about_points(of.is))
    return "wallet/" + std::to_string(raw(of.user));
  return "reservation/" + print_id(of.reservation);
}

std::string print_cloud_event(const placed_event& placed) {
  const auto& of = placed.what;
  std::string out = "{";
  out.reserve(384);
  add_text(out, "specversion", "1.0");
  add_text(out, "id", id_of(placed));
  add_text(out, "source", "/frontrow");
  add_text(out, "type", type_of(of.is));
  add_text(out, "subject", subject_of(of));
  add_text(out, "time", print_utc(of.at));
  add_text(out, "datacontenttype", "application/json");
  add_number(out, "sequence", of.sequence);
  add_number(out, "partition", placed.partition);
  add_number(out, "position", placed.position);
  add_data(out, of);
  return out += '}';
}

} // namespace frontrow
