#pragma once

#include "actors/store/audit_messages.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <filesystem>

namespace frontrow {

struct audit_state {
  audit_state() = default;
  ~audit_state();

  static inline const char* name = "audit";
  std::filesystem::path path;
  int file = -1; // opened by the first line
};

/// Appends to one file, which its owner alone may read, and flushes it before it answers. A line
/// that a crash cut short is ended by the next. To be spawned detached: it waits for the disk.
audit_actor::behavior_type keep_audit(audit_actor::stateful_pointer<audit_state> self,
                                      std::filesystem::path path);

} // namespace frontrow
