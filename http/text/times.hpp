#pragma once

#include "actors/base/utc_text.hpp"

#include <optional>
#include <string>
#include <string_view>

/// Moments as clients write and read them.
namespace frontrow::http {

/// How far the clients' local times are ahead of UTC.
using zone_offset = std::chrono::minutes;

/// "UTC", "Z", or a fixed offset from -18:00 to +18:00, such as "+09:00".
std::optional<zone_offset> parse_zone(std::string_view);

/// 2024-01-01T12:05:00: the local time, its second already begun. Years 0000 to 9999.
std::string print_local(instant, zone_offset);
using frontrow::print_utc;

/// A local time to the second or minute, perhaps with a fraction (which is dropped), or the same
/// with "Z" or an offset of its own. Nothing before 1970 and after 9999.
std::optional<instant> parse_time(std::string_view, zone_offset);

/// Whole seconds from `now` until `then`, a begun one counted; 0 when it has passed.
std::int64_t seconds_until(instant then, instant now);

} // namespace frontrow::http
