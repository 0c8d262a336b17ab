#pragma once

#include <array>
#include <cstdint>

namespace frontrow::load {

/// Counts durations in microseconds in buckets that grow with the value: each quantile is exact to
/// one part in 64, whatever its size, and adding costs a few instructions.
class histogram {
public:
  void add(std::uint64_t value);
  void merge(const histogram& other);

  std::uint64_t count() const { return count_; }
  std::uint64_t max() const { return max_; }
  /// The value that `share` of all values do not exceed, 0 < share <= 1; 0 when empty.
  std::uint64_t quantile(double share) const;

private:
  static constexpr unsigned fine_bits = 6;
  static constexpr std::size_t fine = std::size_t{1} << fine_bits;

  static std::size_t bucket_of(std::uint64_t value);
  /// The largest value that falls into the bucket.
  static std::uint64_t top_of(std::size_t bucket);

  std::array<std::uint64_t, fine*(64 - fine_bits + 1)> buckets_{};
  std::uint64_t count_ = 0;
  std::uint64_t max_ = 0;
};

} // namespace frontrow::load
