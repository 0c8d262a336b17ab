#pragma once

#include "actors/base/words.hpp"

#include <string>

/// Moments as the world writes them.
namespace frontrow {

/// 2024-01-01T12:05:00. Years 0000 to 9999.
void append_date_time(std::string& out, std::chrono::sys_seconds);

/// 2024-01-01T03:05:00.250Z, to the millisecond.
std::string print_utc(instant);

} // namespace frontrow
