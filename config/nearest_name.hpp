#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace frontrow::config {

/// `; did you mean …?` with the candidate fewest edits away, or nothing when none is near enough
/// to be what was meant.
std::string did_you_mean(std::string_view written, const std::vector<std::string>& candidates);

} // namespace frontrow::config
