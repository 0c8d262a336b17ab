#pragma once

#include <cstdint>

namespace frontrow {

/// A number whose every bit depends on every bit of `x`. It never changes: what is stored, and
/// which node has what, depends on it.
constexpr std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
  x = (x ^ x >> 27) * 0x94d049bb133111eb;
  return x ^ x >> 31;
}

/// To be mixed in with schedules, so that schedule 1 does not lie with user 1.
inline constexpr std::uint64_t schedules_salt = 0x9e3779b97f4a7c15;

} // namespace frontrow
