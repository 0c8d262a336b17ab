#pragma once

#include <chrono>
#include <cstdint>
#include <random>

namespace frontrow::load {

using nanoseconds = std::chrono::nanoseconds;

/// When people come, whatever the server does: evenly, or by chance (Poisson) around the same rate.
class arrivals {
public:
  arrivals(double per_second, bool is_poisson, std::uint64_t seed);

  /// The intended start of the next arrival, counted from the start of the run.
  nanoseconds next() const;
  void advance();

private:
  double gap_; // in nanoseconds, on average
  bool is_poisson_;
  double next_ = 0;
  std::mt19937_64 chance_;
  std::exponential_distribution<double> gaps_;
};

} // namespace frontrow::load
