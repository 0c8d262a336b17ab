#pragma once

#include "actors/store/rows.hpp"

namespace frontrow {

/// What an empty store starts with, so that every example of the API documents works: a concert
/// with schedule 500 (seat 25 at 150,000; no waiting room) and user 101 with 200,000 points.
write_set demonstration(instant now);

/// The FCFS schedule with this id and so many seats, in the first concert; with that concert too
/// when `is_first`.
write_set fcfs_schedule(schedule_id, std::uint32_t seats, bool is_first, instant now);

} // namespace frontrow
