#pragma once

#include "config/settings.hpp"

namespace frontrow::redis {

/// Throws std::runtime_error, one clear line, when the settings name a Redis that cannot be
/// reached, does not let us in, or takes no writes. Does nothing when they name none.
void require(const redis_settings&);

} // namespace frontrow::redis
