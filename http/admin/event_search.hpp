#pragma once

#include "http/endpoint.hpp"

#include <functional>

/// Finds events in the outbox, which is ordered by commits and by nothing else.
namespace frontrow::http::admin {

using event_test = std::function<bool(const event&)>;

struct found_events {
  std::vector<placed_event> events; // in the order of positions
  bool is_whole = true;             // everything was looked at that could hold one
};

/// Those of one partition that happened between two moments, up to `limit` events looked at. Where
/// to begin is found by halving, so nothing before is read.
net::awaitable<caf::expected<found_events>> find_events(context&, std::uint32_t partition,
                                                        instant from, instant until,
                                                        event_test is_wanted, std::size_t limit);

/// How far back events have been looked at: of each partition, the position that is next.
using back_cursor = std::vector<std::uint64_t>;

/// The events of all partitions before the cursor (empty: from the newest), newest first, up to
/// `limit` looked at, or until `enough` were found. Moves the cursor; all zeros: nothing is left.
net::awaitable<caf::expected<found_events>> look_back(context&, back_cursor&, event_test is_wanted,
                                                      std::size_t enough, std::size_t limit);

} // namespace frontrow::http::admin
