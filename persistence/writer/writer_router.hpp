#pragma once

#include "actors/store/store_messages.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

namespace frontrow {

struct writer_router_state {
  writer_router_state() = default;

  std::vector<writer_actor> writers;
  std::uint32_t partitions = 1;
};

/// Hands each write set, and each question for an answer, to the writer of its partition: writer i
/// of n has those whose number leaves i. An empty write set is answered when all writers have
/// answered what came before it.
writer_actor::behavior_type
keep_writer_router(writer_actor::stateful_pointer<writer_router_state> self,
                   std::vector<writer_actor> writers, std::uint32_t partitions);

} // namespace frontrow
