#pragma once

#include "http/call.hpp"

#include <span>

namespace frontrow::http::admin {

/// The console's rows of the route table.
std::span<const call> console_calls();

} // namespace frontrow::http::admin
