#include "actors/base/adjustable_clock.hpp"

#include <algorithm>

namespace frontrow {

instant adjustable_clock::now() const {
  const auto time = (own_() + offset()).time_since_epoch().count();
  // Whoever read it elsewhere may have seen more before the last adjustment.
  auto last = last_.load(std::memory_order_relaxed);
  while (last < time && !last_.compare_exchange_weak(last, time, std::memory_order_relaxed))
    continue;
  return instant{milliseconds{std::max(last, time)}};
}

void adjustable_clock::adjust(instant truth) {
  offset_.store((truth - own_()).count(), std::memory_order_relaxed);
}

wall_clock reading(std::shared_ptr<const adjustable_clock> which) {
  return [which = std::move(which)] {
    return which->now();
  };
}

} // namespace frontrow
