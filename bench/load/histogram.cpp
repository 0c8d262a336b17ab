#include "bench/load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace frontrow::load {

// Below 64 a bucket a value; above, 64 buckets for every doubling.
std::size_t histogram::bucket_of(std::uint64_t value) {
  if (value < fine)
    return value;
  const auto doublings = static_cast<unsigned>(std::bit_width(value)) - fine_bits - 1;
  return fine * (doublings + 1) + ((value >> doublings) - fine);
}

std::uint64_t histogram::top_of(std::size_t bucket) {
  if (bucket < fine)
    return bucket;
  const auto doublings = bucket / fine - 1;
  return ((fine + bucket % fine + 1) << doublings) - 1;
}

void histogram::add(std::uint64_t value) {
  ++buckets_[bucket_of(value)];
  ++count_;
  max_ = std::max(max_, value);
}

void histogram::merge(const histogram& other) {
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket)
    buckets_[bucket] += other.buckets_[bucket];
  count_ += other.count_;
  max_ = std::max(max_, other.max_);
}

std::uint64_t histogram::quantile(double share) const {
  const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    seen += buckets_[bucket];
    if (seen != 0 && seen >= wanted)
      return std::min(top_of(bucket), max_);
  }
  return max_;
}

} // namespace frontrow::load
