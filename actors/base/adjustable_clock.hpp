#pragma once

#include "actors/base/words.hpp"

#include <atomic>
#include <memory>

namespace frontrow {

/// A clock that is told, now and then, how late it is. Goes on from there; when it turns out to be
/// fast it stands still until time has caught up. Never runs backwards. From any thread.
class adjustable_clock {
public:
  /// @param own What it counts by in between.
  explicit adjustable_clock(wall_clock own) : own_{std::move(own)} {}

  instant now() const;
  void adjust(instant truth);
  /// How much it differs from its own.
  milliseconds offset() const { return milliseconds{offset_.load(std::memory_order_relaxed)}; }

private:
  const wall_clock own_;
  std::atomic<milliseconds::rep> offset_{0};
  mutable std::atomic<milliseconds::rep> last_{0};
};

/// Keeps it alive.
wall_clock reading(std::shared_ptr<const adjustable_clock>);

} // namespace frontrow
