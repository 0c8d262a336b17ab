#pragma once

#include <cstdint>

namespace frontrow {

/// What became of a write set that several actors prepared together.
enum class settled : std::uint8_t {
  saved = 1,
  dropped,  // nothing of it is there
  doubtful, // nobody knows: read your rows again
};

/// How long a prepared actor waits for the other half before it doubts.
inline constexpr std::int64_t prepared_wait_max_ms = 30'000;

} // namespace frontrow
