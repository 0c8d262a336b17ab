#pragma once

#include <string>
#include <vector>

namespace frontrow::console {

/// `frontrow outbox list|replay|discard`: asks a running server. Gives the exit status.
int run_outbox(const std::vector<std::string>& arguments);

} // namespace frontrow::console
