#pragma once

#include "actors/base/words.hpp"

namespace frontrow {

/// Where somebody stands by the word of the token he carries, which the edge has verified: it is
/// what we told him once, though perhaps not the last that we told him.
struct signed_place {
  user_id user{};
  place_number place{};
  instant issued_at{};

  bool operator==(const signed_place&) const = default;
  /// Whether there is any: a token of an older release says nothing.
  explicit operator bool() const { return place != place_number{}; }
};

/// Places [from, below) whose tokens may be out there though the room knows nothing of them.
struct place_range {
  place_number from{};
  place_number below{};

  bool operator==(const place_range&) const = default;
  bool has(place_number place) const { return from <= place && place < below; }
};

} // namespace frontrow
