#pragma once

#include "config/settings.hpp"

#include <string>

namespace frontrow::cluster {

/// What must not differ between nodes of one cluster, a line a setting. Secrets are in it by their
/// digests alone.
std::string agreed(const settings&);

} // namespace frontrow::cluster
