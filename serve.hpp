#pragma once

#include "config/settings.hpp"

namespace frontrow {

/// Serves until told to stop. A node that its cluster has declared dead begins anew by itself.
/// Throws std::runtime_error of one clear line when it cannot begin.
void serve(settings how);

} // namespace frontrow
