#pragma once

#include "actors/base/words.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <cstdint>

namespace frontrow {

/// An entity with nothing to do offers to go. Its directory lets it go when it has handled every
/// message that was ever handed on to it, so that none can be lost on the way.
struct offer_to_go {
  std::uint64_t id = 0;
  std::uint64_t handled = 0;
};

/// A schedule that did not exist may exist now: read again.
struct refresh_schedule {
  schedule_id id{};
};

/// A directory to itself: bring those schedules alive in which seats are held.
struct wake_held {};

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::offer_to_go)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::refresh_schedule)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::wake_held)
