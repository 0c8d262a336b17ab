#include "actors/store/cloud_event.hpp"
#include "persistence/outbox/lane.hpp"

#include <algorithm>

/// The part of a lane that looks after the events that are kept from being published.
namespace frontrow {

/// Whether there are events of waiting aggregates on this page that are not parked yet.
bool lane::hold_back(const event_page& page) {
  if (kept_.waiting_count() == 0)
    return false;
  for (const auto& each : page.events) {
    const auto subject = subject_of(each.what);
    if (kept_.is_waiting(subject) && !kept_.knows(each.position))
      park(each, "behind position " + std::to_string(kept_.waiting(subject).front().position));
  }
  return !unsaved_.empty();
}

void lane::park(const placed_event& what, std::string why) {
  unsaved_.push_back({.partition = tools_.partition,
                      .position = what.position,
                      .is = parked_row::state::waiting,
                      .kind = what.what.is,
                      .subject = subject_of(what.what),
                      .sequence = what.what.sequence,
                      .why = std::move(why),
                      .since = tools_.clock()});
}

parked_outcome lane::replay(const std::string& subject) {
  auto rows = kept_.waiting(subject);
  parked_outcome out{.done = 0, .waiting = rows.size(), .why = {}};
  if (!is_known_) {
    out.why = "the broker is not ready: " + why_;
    return out;
  }
  // Beyond what is done lie events that are neither published nor kept; no id may pass them.
  std::erase_if(rows, [this](const auto& row) { return row.position > done_; });
  rows.resize(std::min(rows.size(), tools_.batch_max));
  try {
    std::vector<entry> entries;
    auto id = std::max(top_, entry_id{.position = done_});
    for (const auto& row : rows) {
      auto page = tools_.reader->read(
          read_events{.partition = tools_.partition, .after = row.position - 1, .limit = 1});
      if (page.events.empty())
        throw store_error{store_failure::unavailable, "the store has lost a parked event"};
      ++id.turn;
      entries.push_back({.id = id, .what = std::move(page.events.front())});
    }
    const auto result = append(entries);
    if (result.how == ending::moved) {
      is_known_ = false;
      out.why = "the stream has changed meanwhile; try again";
      return out;
    }
    for (std::size_t i = 0; i < result.appended; ++i) {
      rows[i].is = parked_row::state::gone;
      unsaved_.push_back(rows[i]);
    }
    out.done = result.appended;
    out.waiting -= result.appended;
    out.why = result.why;
  } catch (const broker_away& why) {
    give_way(why);
    out.why = why.what();
  } catch (const store_error& why) {
    out.why = why.what();
  }
  return out;
}

parked_outcome lane::discard(const std::string& subject, std::uint64_t position) {
  parked_outcome out;
  for (auto& row : kept_.waiting(subject)) {
    if (position != 0 && row.position != position)
      continue;
    row.is = parked_row::state::discarded;
    unsaved_.push_back(row);
    ++out.done;
  }
  return out;
}

void lane::saved() {
  for (const auto& row : unsaved_) {
    const bool is_new = !kept_.knows(row.position);
    kept_.put(row);
    if (is_new && tools_.tell)
      tools_.tell(true, "an event of " + row.subject + " is parked: " + row.why, view());
  }
  unsaved_.clear();
  count();
}

} // namespace frontrow
