#include "tests/simulation/checks.hpp"

namespace frontrow::test {

namespace {

using phase = seat_row::phase;
using state = reservation_row::state;

std::string name_of(const seat_row& s) {
  return "seats: seat " + std::to_string(raw(s.schedule)) + '/' + std::to_string(raw(s.seat));
}

std::string name_of(const reservation_row& r) {
  return "seats: reservation " + std::to_string(raw(r.id));
}

bool is_live(const reservation_row& r) {
  return r.is == state::preempted || r.is == state::confirmed;
}

/// Whether a reservation may go from one state to another at this instant.
std::string wrong_step(const reservation_row* before, const reservation_row& now, instant at) {
  if (before == nullptr)
    return now.is == state::preempted ? "" : "did not begin as PREEMPTED";
  if (before->is == state::expired || before->is == state::cancelled)
    return "moved after its end";
  if (before->is == state::confirmed && now.is != state::cancelled)
    return "left CONFIRMED for something else than CANCELLED";
  if (now.is == state::preempted)
    return "went back to PREEMPTED";
  if (now.is == state::confirmed && at >= before->held_until)
    return "was confirmed after its deadline";
  if (now.is == state::cancelled && before->is == state::preempted && at >= before->held_until)
    return "was cancelled after its deadline";
  if (now.is == state::expired && at < before->held_until)
    return "expired before its deadline";
  return "";
}

/// What lives on each seat, kept up to date set by set.
struct hall_of_record {
  std::map<seat_place_of, seat_row> seats;
  std::map<reservation_id, reservation_row> reservations;
  std::map<seat_place_of, std::vector<reservation_id>> live;
  std::map<seat_place_of, int> booked;
  complaints found;

  void take(const committed_set& set) {
    std::vector<seat_place_of> touched;
    for (const auto& r : set.what.rows) {
      if (const auto* s = std::get_if<seat_row>(&r)) {
        seats[{s->schedule, s->seat}] = *s;
        touched.emplace_back(s->schedule, s->seat);
      } else if (const auto* x = std::get_if<reservation_row>(&r)) {
        step(*x, set.at);
        touched.emplace_back(x->schedule, x->seat);
      } else if (const auto* b = std::get_if<booking_row>(&r)) {
        ++booked[{b->schedule, b->seat}];
        touched.emplace_back(b->schedule, b->seat);
      }
    }
    for (const auto& place : touched)
      compare(place);
  }

  void step(const reservation_row& x, instant at) {
    const auto it = reservations.find(x.id);
    const auto wrong = wrong_step(it == reservations.end() ? nullptr : &it->second, x, at);
    if (!wrong.empty())
      found.push_back(name_of(x) + ' ' + wrong);
    reservations[x.id] = x;
    auto& here = live[{x.schedule, x.seat}];
    std::erase(here, x.id);
    if (is_live(x))
      here.push_back(x.id);
  }

  void compare(const seat_place_of& place) {
    const auto& s = seats[place];
    const auto& here = live[place];
    const auto owners = here.size() + static_cast<std::size_t>(booked[place]);
    if (owners > 1)
      found.push_back(name_of(s) + " has " + std::to_string(owners) + " owners");
    if ((s.is == phase::open) != (owners == 0))
      found.push_back(name_of(s) + " and its owner disagree");
    if (!here.empty() && s.reservation != here.back())
      found.push_back(name_of(s) + " names another reservation than the live one");
  }
};

void compare_seen(const whole_story& story, complaints& found) {
  for (const auto& d : story.told.deeds)
    for (const auto& a : d.attempts) {
      const auto& row = a.seat.seat;
      if (d.what != wish::see_seat || !a.is_answer() || row.version == 0)
        continue;
      const auto it = story.kept.seats.find({row.schedule, row.seat});
      const auto is_it = [&](const seat_row& x) {
        return x == row;
      };
      if (it == story.kept.seats.end() || !was_ever(it->second, moment{0}, a.heard, is_it))
        found.push_back(name_of(row) + " was shown as it never was");
    }
}

} // namespace

complaints check_seats(const whole_story& story) {
  hall_of_record record;
  for (const auto& set : story.told.journal)
    record.take(set);
  compare_seen(story, record.found);
  return record.found;
}

} // namespace frontrow::test
