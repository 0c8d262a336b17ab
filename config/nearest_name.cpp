#include "config/nearest_name.hpp"

#include <algorithm>
#include <numeric>

namespace frontrow::config {

namespace {

/// Insertions, removals and replacements from one to the other.
std::size_t edits(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < to.size(); ++j) {
      const auto replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

} // namespace

std::string did_you_mean(std::string_view written, const std::vector<std::string>& candidates) {
  const std::string* nearest = nullptr;
  auto fewest = std::max<std::size_t>(written.size() / 3, 2) + 1;
  for (const auto& candidate : candidates) {
    // The last part alone is a common slip: `tick` for `queue.tick`.
    const auto dot = candidate.rfind('.');
    const bool is_part = dot != candidate.npos && candidate.substr(dot + 1) == written;
    const auto distance = is_part ? 1 : edits(written, candidate);
    if (distance < fewest) {
      fewest = distance;
      nearest = &candidate;
    }
  }
  return nearest != nullptr ? "; did you mean " + *nearest + "?" : "";
}

} // namespace frontrow::config
