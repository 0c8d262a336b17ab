#include "config/value_text.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace frontrow::config {

namespace {

struct unit {
  std::string_view name;
  std::uint64_t worth;
};

// Largest first, so that printing finds the shortest text.
constexpr std::array<unit, 4> time_units{
    {{"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::array<unit, 3> size_units{{{"MiB", 1024 * 1024}, {"KiB", 1024}, {"", 1}}};

template <std::size_t N>
std::optional<std::uint64_t> parse_with(const std::array<unit, N>& units, std::string_view text) {
  const auto digits = text.find_first_not_of("0123456789");
  const auto number = parse_count(text.substr(0, digits));
  const auto name = digits == text.npos ? std::string_view{} : text.substr(digits);
  for (const auto& each : units) {
    if (!number || each.name != name)
      continue;
    if (*number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / each.worth)
      return {};
    return *number * each.worth;
  }
  return {};
}

template <std::size_t N>
std::string print_with(const std::array<unit, N>& units, std::uint64_t value) {
  for (const auto& each : units)
    if (value != 0 && value % each.worth == 0)
      return std::to_string(value / each.worth) + std::string{each.name};
  return "0";
}

} // namespace

std::optional<rate> parse_rate(std::string_view text) {
  constexpr std::uint64_t quota_most = 1'000'000;
  const auto slash = text.find('/');
  const auto quota = parse_count(text.substr(0, slash));
  const auto unit = slash == text.npos ? std::string_view{} : text.substr(slash + 1);
  if (!quota || *quota == 0 || *quota > quota_most)
    return {};
  for (const auto& each : time_units)
    if (each.name == unit && unit != "ms")
      return rate{static_cast<std::uint32_t>(*quota),
                  milliseconds{static_cast<std::int64_t>(each.worth)}};
  return {};
}

std::optional<milliseconds> parse_duration(std::string_view text) {
  if (text == "0")
    return milliseconds{0};
  const auto value = parse_with(time_units, text);
  return value ? std::optional{milliseconds{static_cast<std::int64_t>(*value)}} : std::nullopt;
}

std::string print_duration(milliseconds value) {
  return print_with(time_units, static_cast<std::uint64_t>(value.count()));
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
  std::uint64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && stop == end ? std::optional{value} : std::nullopt;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  return parse_with(size_units, text);
}

std::string print_size(std::uint64_t value) {
  return print_with(size_units, value);
}

std::optional<bool> parse_boolean(std::string_view text) {
  for (const std::string_view yes : {"true", "1", "on", "yes"})
    if (text == yes)
      return true;
  for (const std::string_view no : {"false", "0", "off", "no"})
    if (text == no)
      return false;
  return {};
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == text.npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> parse_list(std::string_view text) {
  std::vector<std::string> entries;
  while (!text.empty()) {
    const auto comma = text.find(',');
    if (const auto entry = trimmed(text.substr(0, comma)); !entry.empty())
      entries.emplace_back(entry);
    text = comma == text.npos ? std::string_view{} : text.substr(comma + 1);
  }
  return entries;
}

std::string print_list(const std::vector<std::string>& entries) {
  std::string text;
  for (const auto& entry : entries)
    text += (text.empty() ? "" : ",") + entry;
  return text;
}

} // namespace frontrow::config
