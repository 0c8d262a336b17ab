#pragma once

#include "persistence/registry/registry.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <memory>

namespace frontrow {

struct registry_state {
  registry_state() = default;

  std::shared_ptr<registry> behind;
};

/// Asks the registry, and says its failures as errors. To be spawned detached, except on a test's
/// one thread.
registry_actor::behavior_type keep_registry(registry_actor::stateful_pointer<registry_state> self,
                                            std::shared_ptr<registry> behind);

} // namespace frontrow
