#pragma once

#include <string>
#include <vector>

namespace frontrow::load {

/// `frontrow load …`: drives a running server, prints what it saw, and gives the exit status: 0
/// when nothing was sold twice and nothing acknowledged is missing, 1 when not, 2 when the
/// arguments are wrong or there is no server.
int run_load(const std::vector<std::string>& arguments);

} // namespace frontrow::load
