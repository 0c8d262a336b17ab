#pragma once

#include "bench/load/scenario.hpp"

#include <cstdint>

namespace frontrow::load {

/// Makes a concert with one schedule of `options.seats` seats (1,000 when not said) at one price,
/// with the operator's token. Throws `cannot_begin`. Gives the schedule's number.
std::uint64_t make_new_schedule(stage&, std::size_t operation);

} // namespace frontrow::load
