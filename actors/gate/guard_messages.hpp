#pragma once

#include "actors/base/refusal.hpp"
#include "actors/base/words.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/error.hpp>
#include <caf/typed_actor.hpp>

#include <string>

/// The port between the gate and a guard that several servers may share. It may forget everything
/// at any instant: who has won is known to the store.
namespace frontrow {

/// Why nobody was let in. The caller may try again.
enum class guard_failure : std::uint8_t {
  unavailable = 1, // out of reach
  failed,          // reached, and it could not do it
  no_number,       // the guard could be set, but no number be had; it is not set
  overloaded,      // more are waiting than it takes
};

/// Whose guard. What one mark set, no other keeps or releases.
struct guard_owner {
  std::string user;
  std::string address; // empty: guarded by the user alone
  schedule_id schedule{};
  std::string mark; // never the same for two attempts
};

/// Sets the guard, unless the user or the address has one of the same schedule, and takes the next
/// number, both or neither. Where the answer is a failure, what was done is undone, if need be
/// later.
struct take_guard {
  guard_owner who;
  milliseconds life{};     // 0: for ever
  std::uint64_t floor = 0; // the number is greater than this, whatever was forgotten
};

/// Only says whether there is a guard.
struct look_at_guard {
  guard_owner who;
};

struct guard_view {
  refusal no = refusal::none; // duplicate
  std::uint64_t number = 0;   // taken
  milliseconds left{};        // duplicate: of the guard's life; negative: it never ends
};

/// The attempt won: its guard lives for so long from now; 0: for ever.
struct keep_guard {
  guard_owner who;
  milliseconds life{};
};

/// The attempt ended in anything but success.
struct release_guard {
  guard_owner who;
};

/// Does what it is told in the order of arrival. Never blocks whoever asks.
using guard_actor = caf::typed_actor<caf::replies_to<take_guard>::with<guard_view>,
                                     caf::replies_to<look_at_guard>::with<guard_view>,
                                     caf::reacts_to<keep_guard>, caf::reacts_to<release_guard>>;

} // namespace frontrow

CAF_ERROR_CODE_ENUM(frontrow::guard_failure, "guard")
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::take_guard)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::look_at_guard)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::guard_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::keep_guard)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::release_guard)
