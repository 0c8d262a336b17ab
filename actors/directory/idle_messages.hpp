#pragma once

#include "actors/placement/shard.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <cstdint>
#include <vector>

namespace frontrow {

/// An entity with nothing to do offers to go. Its directory lets it go when it has handled every
/// message that was ever handed on to it, so that none can be lost on the way.
struct offer_to_go {
  std::uint64_t id = 0;
  std::uint64_t handled = 0;
};

/// A directory to itself: bring those schedules alive in which seats are held.
struct wake_held {};

/// Everybody who lives in these shards ends, and nobody is brought alive there unasked. Answered
/// when they are gone; what they wanted saved has been handed to the writer by then.
struct vacate_shards {
  std::vector<shard_id> which;
};

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::offer_to_go)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::wake_held)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::vacate_shards)
