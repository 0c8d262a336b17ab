#pragma once

#include <string>
#include <vector>

namespace frontrow::console {

/// `frontrow cluster status|drain|undrain|move`: asks a running node. Gives the exit status.
int run_cluster(const std::vector<std::string>& arguments);

} // namespace frontrow::console
