#pragma once

#include "actors/base/verdict.hpp"
#include "http/json/value.hpp"

#include <string_view>

namespace frontrow::http::json {

/// No body of ours is deeper than three.
inline constexpr std::size_t depth_max = 16;
/// Values in one body, names not counted.
inline constexpr std::size_t values_max = 4'096;

/// What is wrong with a text that is not acceptable JSON, in words for its author.
struct parse_error {
  std::string what;
};

/// Exactly one RFC 8259 value in valid UTF-8: nothing after it, no name twice in one object, no
/// number that a double cannot hold, within the limits above.
verdict<value, parse_error> parse(std::string_view);

} // namespace frontrow::http::json
