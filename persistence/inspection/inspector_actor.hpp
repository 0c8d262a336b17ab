#pragma once

#include "persistence/store.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

namespace frontrow {

struct inspector_state {
  inspector_state() = default;

  static inline const char* name = "inspector";
  std::shared_ptr<store_inspector> side;
};

/// Answers operators' questions from a reading side of its own. To be spawned detached: it waits
/// for the disk.
inspector_actor::behavior_type
keep_inspector(inspector_actor::stateful_pointer<inspector_state> self,
               std::shared_ptr<store_inspector> side);

} // namespace frontrow
