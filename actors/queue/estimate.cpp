#include "actors/queue/estimate.hpp"

#include <algorithm>
#include <cmath>

namespace frontrow {

void pace::see(std::uint64_t admitted_ever, instant now) {
  constexpr double half_life_seconds = 30;
  const double seconds = std::chrono::duration<double>(now - at_).count();
  if (at_ != instant{} && seconds > 0) {
    const auto admitted = static_cast<double>(admitted_ever - admitted_);
    const double old_share = std::exp2(-seconds / half_life_seconds);
    per_second_ = per_second_ * old_share + admitted / seconds * (1 - old_share);
  }
  at_ = now;
  admitted_ = admitted_ever;
}

std::uint64_t estimate_wait(std::uint64_t position, double per_second, const room_limits& limits) {
  constexpr double negligible = 1e-6;
  const double session_seconds = std::chrono::duration<double>(limits.session_life).count();
  const double slowest = std::max(1.0, double(limits.active_max)) / std::max(session_seconds, 1.0);
  const double rate = per_second > negligible ? per_second : slowest;
  return static_cast<std::uint64_t>(std::max(1.0, std::ceil(double(position) / rate)));
}

std::uint64_t poll_after(std::uint64_t wait_seconds) {
  return std::clamp<std::uint64_t>(wait_seconds / 10, 1, 10);
}

} // namespace frontrow
