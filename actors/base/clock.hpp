#pragma once

#include "actors/base/words.hpp"

namespace frontrow {

/// The time of day as it was when the clock was made, and from then on as a steady clock counts:
/// nobody who sets the machine's clock can make a hold longer or shorter.
wall_clock make_wall_clock();

} // namespace frontrow
