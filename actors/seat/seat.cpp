#include "actors/seat/seat.hpp"

#include "actors/base/ensure.hpp"

namespace frontrow {

namespace {

using phase = seat_row::phase;
using state = reservation_row::state;

/// The next row of the seat: one version on, in this phase, with nobody on it yet.
seat_row turn(const seat_row& s, phase is) {
  return {s.schedule, s.seat, is, s.version + 1, {}, {}, {}};
}

event about(event::kind is, const reservation_row& r, instant now) {
  event e;
  e.is = is;
  e.sequence = r.version;
  e.at = now;
  e.user = r.user;
  e.reservation = r.id;
  e.schedule = r.schedule;
  e.seat = r.seat;
  e.amount = r.price;
  return e;
}

/// Moves the live reservation on and says so.
reservation_row move_on(seat_step& step, reservation_row r, state is, event::kind kind,
                        instant now) {
  ++r.version;
  r.is = is;
  if (is == state::confirmed)
    r.paid_at = now;
  step.save.rows.emplace_back(r);
  step.save.events.push_back(about(kind, r, now));
  return r;
}

/// The one door through which every next memory leaves.
seat_verdict become(seat_step step) {
  ensure(is_sound(step.next));
  return step;
}

} // namespace

bool is_sound(const seat_memory& m) {
  const auto& s = m.seat;
  if (s.is == phase::open)
    return s.user == user_id{} && s.reservation == reservation_id{} && s.held_until == instant{}
           && m.live.id == reservation_id{};
  if (s.version == 0 || s.reservation != m.live.id || s.user != m.live.user)
    return false;
  if (s.is == phase::held)
    return s.reservation != reservation_id{} && s.user != user_id{}
           && s.held_until == m.live.held_until && m.live.is == state::preempted;
  return s.held_until == instant{}
         && (s.reservation == reservation_id{} || m.live.is == state::confirmed);
}

bool is_held(const seat_row& s, instant now) {
  return s.is == phase::held && now < s.held_until;
}

bool has_run_out(const seat_row& s, instant now) {
  return s.is == phase::held && !is_held(s, now);
}

bool is_live(const seat_memory& m, reservation_id id) {
  return id != reservation_id{} && m.live.id == id;
}

seat_verdict hold(const seat_memory& m, user_id user, reservation_id fresh, points price,
                  milliseconds length, instant now) {
  ensure(is_sound(m) && user != user_id{} && fresh != reservation_id{});
  if (m.seat.is != phase::open)
    return refusal::seat_taken;
  seat_step step;
  reservation_row r;
  r.id = fresh;
  r.version = 1;
  r.user = user;
  r.schedule = m.seat.schedule;
  r.seat = m.seat.seat;
  r.price = price;
  r.created_at = now;
  r.held_until = now + length;
  step.next.live = r;
  step.next.seat = turn(m.seat, phase::held);
  step.next.seat.user = user;
  step.next.seat.reservation = fresh;
  step.next.seat.held_until = r.held_until;
  step.save.rows.emplace_back(step.next.seat);
  step.save.rows.emplace_back(r);
  step.save.events.push_back(about(event::kind::reservation_preempted, r, now));
  return become(std::move(step));
}

seat_verdict book(const seat_memory& m, booking_row booking, instant now) {
  ensure(is_sound(m) && booking.schedule == m.seat.schedule);
  if (m.seat.is != phase::open)
    return refusal::seat_taken;
  seat_step step;
  step.next.seat = turn(m.seat, phase::sold);
  booking.seat = m.seat.seat;
  booking.at = now;
  event e;
  e.is = event::kind::seat_booked;
  e.sequence = 1; // a seat is booked once: no rule opens it again
  e.at = now;
  e.schedule = booking.schedule;
  e.seat = booking.seat;
  e.fcfs_sequence = booking.sequence;
  e.fcfs_user = booking.user;
  step.save.rows.emplace_back(step.next.seat);
  step.save.rows.emplace_back(std::move(booking));
  step.save.events.push_back(std::move(e));
  return become(std::move(step));
}

seat_verdict expire(const seat_memory& m, instant now) {
  ensure(is_sound(m));
  if (m.seat.is != phase::held || is_held(m.seat, now))
    return refusal::seat_taken;
  seat_step step;
  move_on(step, m.live, state::expired, event::kind::reservation_expired, now);
  step.next.seat = turn(m.seat, phase::open);
  step.save.rows.emplace_back(step.next.seat);
  return become(std::move(step));
}

seat_verdict confirm(const seat_memory& m, reservation_id id, instant now) {
  ensure(is_sound(m) && is_live(m, id));
  if (m.seat.is == phase::sold)
    return refusal::reservation_confirmed;
  if (!is_held(m.seat, now))
    return refusal::reservation_expired;
  seat_step step;
  step.next.live = move_on(step, m.live, state::confirmed, event::kind::reservation_confirmed, now);
  step.next.seat = turn(m.seat, phase::sold);
  step.next.seat.user = m.seat.user;
  step.next.seat.reservation = id;
  step.save.rows.emplace_back(step.next.seat);
  step.save.deadline = m.seat.held_until;
  return become(std::move(step));
}

seat_verdict cancel(const seat_memory& m, reservation_id id, instant now) {
  ensure(is_sound(m) && is_live(m, id));
  if (m.seat.is == phase::held && !is_held(m.seat, now))
    return refusal::reservation_expired;
  seat_step step;
  move_on(step, m.live, state::cancelled, event::kind::reservation_cancelled, now);
  step.next.seat = turn(m.seat, phase::open);
  step.save.rows.emplace_back(step.next.seat);
  if (m.seat.is == phase::held)
    step.save.deadline = m.seat.held_until;
  return become(std::move(step));
}

} // namespace frontrow
