#pragma once

#include "config/settings.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How values are written by people: the same in flags, variables and files.
namespace frontrow::config {

/// `250ms`, `30s`, `5m`, `12h`, or a bare `0`. Nothing for any other text.
std::optional<milliseconds> parse_duration(std::string_view);
/// The same in the largest unit that says it exactly.
std::string print_duration(milliseconds);

/// Digits only. Nothing for a sign, for other text, and past 64 bits.
std::optional<std::uint64_t> parse_count(std::string_view);

/// Bytes: `65536`, `64KiB`, `1MiB`.
std::optional<std::uint64_t> parse_size(std::string_view);
std::string print_size(std::uint64_t);

/// So many within a second, a minute or an hour.
struct rate {
  std::uint32_t quota = 0;
  milliseconds window{0};
};

/// `20/s`, `300/m`, `5000/h`: at least 1, at most 1,000,000. Nothing for any other text.
std::optional<rate> parse_rate(std::string_view);

/// `true`, `false`, `1`, `0`, `on`, `off`, `yes`, `no`.
std::optional<bool> parse_boolean(std::string_view);

/// Comma-separated, blanks around entries taken off, empty entries left out.
std::vector<std::string> parse_list(std::string_view);
std::string print_list(const std::vector<std::string>&);

/// Without blanks at either end.
std::string_view trimmed(std::string_view);

} // namespace frontrow::config
