#pragma once

#include "bench/load/load_options.hpp"
#include "bench/load/scenario.hpp"
#include "bench/load/tally.hpp"

#include <string>

namespace frontrow::load {

/// All there is to say about a finished run.
struct run_summary {
  const load_options& options;
  const tally& counts;
  findings found;
  std::uint64_t arrived = 0;
  std::uint64_t first_user = 0;
  double seconds = 0; // from the first arrival until all was settled
  bool is_settled = true;

  bool holds() const { return found.broken.empty() && is_settled; }
};

std::string report_text(const run_summary&);
std::string report_json(const run_summary&);

/// The line shown while the run lasts. `finished` and `before` are totals now and a second ago.
std::string progress_line(double seconds, std::uint64_t arrived, std::size_t in_flight,
                          const operation_tally& total, std::uint64_t answers_before);

} // namespace frontrow::load
