#pragma once

#include <chrono>
#include <cstdint>

namespace frontrow::test {

/// Chance that comes out the same for the same seed, on every machine (SplitMix64).
class dice {
public:
  explicit dice(std::uint64_t seed) : state_{seed} {}

  std::uint64_t roll() {
    auto z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  /// 0 to n - 1.
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(roll() % n); }

  bool percent(unsigned chance) { return roll() % 100 < chance; }

  std::chrono::milliseconds between(std::int64_t least, std::int64_t most) {
    const auto span = static_cast<std::uint64_t>(most - least + 1);
    return std::chrono::milliseconds{least + static_cast<std::int64_t>(roll() % span)};
  }

private:
  std::uint64_t state_;
};

} // namespace frontrow::test
