#pragma once

#include "persistence/store.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

namespace frontrow {

struct archivist_state {
  archivist_state() = default;

  std::shared_ptr<store_reader> reader;
};

/// Answers questions from one reading side. To be spawned detached: it waits for the disk.
archive_actor::behavior_type keep_archive(archive_actor::stateful_pointer<archivist_state> self,
                                          std::shared_ptr<store_reader> reader);

struct archive_desk_state {
  archive_desk_state() = default;

  std::vector<archive_actor> archivists;
  std::size_t next = 0;
};

/// Hands each question to the next of several, in turn.
archive_actor::behavior_type
keep_archive_desk(archive_actor::stateful_pointer<archive_desk_state> self,
                  std::vector<archive_actor> archivists);

} // namespace frontrow
