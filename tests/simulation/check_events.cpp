#include "tests/simulation/checks.hpp"

namespace frontrow::test {

namespace {

using kind = event::kind;

/// What an event is about.
std::string subject_of(const event& e) {
  switch (e.is) {
  case kind::reservation_preempted:
  case kind::reservation_confirmed:
  case kind::reservation_expired:
  case kind::reservation_cancelled:
    return "reservation/" + std::to_string(raw(e.reservation));
  case kind::point_charged:
  case kind::point_used:
  case kind::point_refunded:
    return "wallet/" + std::to_string(raw(e.user));
  case kind::seat_booked:
    break;
  }
  return "seat/" + std::to_string(raw(e.schedule)) + '/' + std::to_string(raw(e.seat));
}

kind kind_of(const reservation_row& r) {
  switch (r.is) {
  case reservation_row::state::preempted:
    return kind::reservation_preempted;
  case reservation_row::state::confirmed:
    return kind::reservation_confirmed;
  case reservation_row::state::expired:
    return kind::reservation_expired;
  case reservation_row::state::cancelled:
    break;
  }
  return kind::reservation_cancelled;
}

kind kind_of(const ledger_row& e) {
  switch (e.is) {
  case ledger_row::kind::charge:
    return kind::point_charged;
  case ledger_row::kind::refund:
    return kind::point_refunded;
  case ledger_row::kind::use:
  case ledger_row::kind::payment:
    break;
  }
  return kind::point_used;
}

/// One line for what changed: the same from a row as from its event.
std::string line_of(kind is, const std::string& subject, std::uint64_t sequence, points amount) {
  return subject + " #" + std::to_string(sequence) + " kind " + std::to_string(int(is)) + " of "
         + std::to_string(amount);
}

std::vector<std::string> lines_of_rows(const write_set& set) {
  std::vector<std::string> lines;
  for (const auto& r : set.rows) {
    if (const auto* x = std::get_if<reservation_row>(&r))
      lines.push_back(
          line_of(kind_of(*x), "reservation/" + std::to_string(raw(x->id)), x->version, x->price));
    if (const auto* e = std::get_if<ledger_row>(&r))
      lines.push_back(
          line_of(kind_of(*e), "wallet/" + std::to_string(raw(e->user)), e->entry, e->amount));
    if (const auto* b = std::get_if<booking_row>(&r))
      lines.push_back(line_of(
          kind::seat_booked,
          "seat/" + std::to_string(raw(b->schedule)) + '/' + std::to_string(raw(b->seat)), 1, 0));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<std::string> lines_of_events(const write_set& set) {
  std::vector<std::string> lines;
  for (const auto& e : set.events)
    lines.push_back(line_of(e.is, subject_of(e), e.sequence, e.amount));
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::string name_of(std::uint32_t partition, std::uint64_t position) {
  return std::to_string(partition) + '-' + std::to_string(position);
}

/// A partition holds what was committed there, in that order, at positions 1, 2, 3, …; and all
/// events of one subject.
void check_outbox(const whole_story& story, complaints& found) {
  std::map<std::string, std::uint64_t> sequences;
  for (std::uint32_t p = 0; p < story.told.partitions; ++p) {
    const auto& kept = story.kept.events[p];
    const auto page = story.after.read(read_events{p, 0, 1'000'000});
    if (page.events.size() != kept.size() || page.last != page.events.size()) {
      found.push_back("events: the outbox has " + std::to_string(page.events.size()) + " of "
                      + std::to_string(kept.size()));
      continue;
    }
    for (std::size_t i = 0; i < page.events.size(); ++i) {
      const auto& placed = page.events[i];
      if (placed.partition != p || placed.position != i + 1 || placed.what != kept[i].what)
        found.push_back("events: position " + name_of(p, i + 1) + " holds another event");
      const auto subject = subject_of(placed.what);
      if (placed.what.sequence != ++sequences[subject])
        found.push_back("events: " + subject + " skips or repeats "
                        + std::to_string(placed.what.sequence));
    }
  }
}

/// No subject lies in two partitions.
void check_homes(const whole_story& story, complaints& found) {
  std::map<std::string, std::uint32_t> homes;
  for (std::uint32_t p = 0; p < story.told.partitions; ++p)
    for (const auto& e : story.kept.events[p]) {
      const auto subject = subject_of(e.what);
      if (homes.try_emplace(subject, p).first->second != p)
        found.push_back("events: " + subject + " lies in two partitions");
    }
}

/// Whoever follows gets exactly what comes after his cursor, and nothing that is not durable.
void check_followed(const whole_story& story, const deed& d, complaints& found) {
  for (const auto& a : d.attempts) {
    auto read = d.from;
    for (const auto& placed : a.page.events) {
      const auto& all = story.kept.events.at(placed.partition);
      const auto position = read.at(placed.partition) + 1;
      read.move(placed.partition, position);
      if (placed.position != position || position > all.size()
          || placed.what != all[position - 1].what || all[position - 1].when > a.heard)
        found.push_back("events: a follower read another event at "
                        + name_of(placed.partition, placed.position));
    }
  }
}

} // namespace

complaints check_events(const whole_story& story) {
  complaints found;
  for (const auto& set : story.told.journal)
    if (lines_of_rows(set.what) != lines_of_events(set.what))
      found.push_back("events: a write set's events and rows disagree");
  check_outbox(story, found);
  check_homes(story, found);
  for (const auto& d : story.told.deeds)
    if (d.what == wish::follow)
      check_followed(story, d, found);
  return found;
}

} // namespace frontrow::test
