#pragma once

#include "actors/base/words.hpp"

#include <optional>
#include <vector>

namespace frontrow {

/// Which seats of a schedule are free: a bit a seat under a tree of bits, each of which says
/// whether anything below it is set. Every question and change costs one word a level (a million
/// seats: four).
class free_seats {
public:
  /// None of `count` seats is free.
  explicit free_seats(std::uint32_t count);

  void set(seat_id, bool free);
  bool is_free(seat_id) const;

  /// The free seat with the lowest id.
  std::optional<seat_id> lowest() const;

private:
  std::vector<std::vector<std::uint64_t>> levels_; // the seats first, the single root word last
};

} // namespace frontrow
