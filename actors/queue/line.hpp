#pragma once

#include "actors/base/words.hpp"

#include <optional>
#include <vector>

namespace frontrow {

/// Who stands in line, by place number: which places wait, how many stand before one, and who is
/// first. Places are added at the end, and now and then anywhere; taking one out costs O(log n),
/// and so does counting. A place costs one bit and a little.
class line {
public:
  /// It waits. Beyond the end this costs the places between; before the first, now and then, all.
  void push(place_number place);
  void remove(place_number place);

  bool is_waiting(place_number place) const;
  std::uint64_t size() const { return size_; }

  /// How many wait before `place`.
  std::uint64_t ahead_of(place_number place) const;
  std::optional<place_number> first() const;

private:
  void begin_before(place_number place);
  void append_word(std::uint64_t bits);
  void add(std::size_t block, std::int64_t by);

  std::vector<std::uint64_t> bits_; // a bit a place, counted from `base_`
  std::vector<std::int64_t> sums_;  // a Fenwick tree over words of `bits_`
  std::uint64_t base_ = 0;          // the number of bit 0; a multiple of 64
  std::uint64_t size_ = 0;
};

} // namespace frontrow
