#pragma once

#include "actors/queue/waiting_room.hpp"

namespace frontrow {

/// How fast a line moves, as seen lately: a mean of admissions a second whose memory fades with a
/// half-life of half a minute.
class pace {
public:
  /// @param admitted_ever Grows with every admission.
  void see(std::uint64_t admitted_ever, instant now);
  double per_second() const { return per_second_; }

private:
  std::uint64_t admitted_ = 0;
  instant at_{};
  double per_second_ = 0;
};

/// Seconds until the one at `position` is let in, at least 1. Before anything was seen, every
/// session is taken to last its full life.
std::uint64_t estimate_wait(std::uint64_t position, double per_second, const room_limits&);

/// After how many seconds asking again is worth while: a tenth of the wait, 1 to 10.
std::uint64_t poll_after(std::uint64_t wait_seconds);

} // namespace frontrow
