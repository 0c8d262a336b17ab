#pragma once

#include <string>
#include <vector>

namespace frontrow::console {

/// `frontrow console`: shows a running server's inside. Gives the exit status.
int run_console(const std::vector<std::string>& arguments);

} // namespace frontrow::console
