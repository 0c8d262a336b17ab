#pragma once

#include <array>
#include <cstdint>

namespace frontrow {

/// The kinds of actors that are counted.
enum class actor_kind : std::uint8_t {
  seat,
  schedule,
  wallet,
  queue,
  gate,
  checkout,
  keeper,
  directory,
  programme,
  last = programme,
};

inline constexpr std::size_t actor_kind_count = static_cast<std::size_t>(actor_kind::last) + 1;

inline constexpr std::array actor_kind_names{
    "seat", "schedule", "wallet", "queue", "gate", "checkout", "keeper", "directory", "programme"};

/// Which one of its kind: seat 500/25 is {500, 25}, wallet 101 is {101, 0}; one that has no name is
/// {0, 0}.
struct actor_label {
  std::uint64_t first = 0;
  std::uint64_t second = 0;

  bool operator==(const actor_label&) const = default;
};

} // namespace frontrow
