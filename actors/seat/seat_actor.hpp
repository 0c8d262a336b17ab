#pragma once

#include "actors/backstage.hpp"
#include "actors/base/counted_actor.hpp"
#include "actors/seat/seat_messages.hpp"

#include <caf/stateful_actor.hpp>

#include <memory>

namespace frontrow {

struct seat_actor_state {
  /// Not an aggregate: CAF 0.17 offers `self` to the constructor, and C++20 would let an aggregate
  /// take it for its first member.
  seat_actor_state() = default;

  static inline const char* name = "seat";
  backstage_ptr stage;
  seat_memory known;
  /// While a checkout has the seat: what it may come to save, and until when it may take.
  struct lock {
    reservation_id reservation{};
    /// Only who locked it may settle it: a lock may be given up, and another flow get the next.
    std::uint64_t flow = 0;
    instant until{};
    seat_memory prepared;
  };
  std::unique_ptr<lock> locked; // null: nobody has it
};

using seat_self
    = caf::stateful_actor<seat_actor_state, counted<seat_actor::base, actor_kind::seat>>;

/// Keeps one seat: asks the rules, saves what they grant, and only then answers. Stops when it
/// cannot know what was saved.
/// @param restored What the schedule knows of it. With `is_doubtful` only its id counts, and the
///                 store is asked first.
seat_actor::behavior_type keep_seat(seat_self* self, backstage_ptr stage, seat_row restored,
                                    bool is_doubtful);

} // namespace frontrow
