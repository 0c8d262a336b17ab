#pragma once

#include "actors/store/rows.hpp"

#include <memory>
#include <string>
#include <vector>

/// What readers get to see of a schedule's seats.
namespace frontrow {

/// JSON objects joined by commas, in pieces, without the brackets around them. Shared with the
/// schedule and immutable.
using printed_seats = std::shared_ptr<const std::vector<std::shared_ptr<const std::string>>>;

struct seat_list {
  refusal no = refusal::none;
  /// Grows by one with every change of any seat, across restarts.
  std::uint64_t version = 0;
  std::uint32_t available = 0;
  printed_seats seats; // null when the reader's version is this one
};

struct seat_change {
  std::uint64_t version = 0; // that this change made
  seat_id seat{};
  seat_row::phase is{};
};
struct seat_changes {
  refusal no = refusal::none;
  /// The reader is too far behind (or ahead: another data folder) and needs a whole list.
  bool gap = false;
  std::vector<seat_change> changes; // versions after + 1, after + 2, …
};

} // namespace frontrow
