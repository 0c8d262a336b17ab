#pragma once

#include "bench/load/scenario.hpp"
#include "bench/load/shopper.hpp"

#include <deque>
#include <string>

namespace frontrow::load {

/// Asks the server for every reservation that was acknowledged, for the seat map and for the
/// wallet of everybody who paid, and compares with what the shoppers were told. `is_alone`: nobody
/// else buys in this schedule.
findings check_onsale(stage&, std::size_t operation, const std::string& map_path,
                      const std::deque<shopper>&, bool is_alone);

} // namespace frontrow::load
