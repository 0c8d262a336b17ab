#pragma once

#include <string>
#include <vector>

namespace frontrow::cluster {

/// `frontrow cluster …`: what is to be done around nodes. Says what it did, or in one line why it
/// could not.
/// @param words All that follows `cluster`.
/// @return The exit status.
int run_cluster(const std::vector<std::string>& words);

} // namespace frontrow::cluster
