#pragma once

#include "config/settings.hpp"
#include "persistence/outbox/feed_actor.hpp"
#include "persistence/store.hpp"
#include "persistence/writer/writer_actor.hpp"

namespace frontrow {

/// The store that the settings ask for. Throws store_open_error.
std::shared_ptr<store> open_store(const settings&);

/// Brings the store's schema up to date without serving, and says in a line from which version to
/// which. Throws store_open_error.
std::string migrate_store(const settings&);

struct store_options {
  std::size_t archivists = 2; // reading threads
  writer_limits writer{};
  feed_limits feed{};
  std::function<void(std::string_view point)> fault; // see writer_tools
  bool has_threads = true; // false: everybody runs where the scheduler runs, as tests want
};

/// The actors over one store.
struct store_actors {
  writer_actor writer; // where to send write sets
  archive_actor archive;
  feed_actor feed;
  std::shared_ptr<writer_observer> observer;
  std::vector<archive_actor> archivists; // behind `archive`
  std::vector<writer_actor> writers;     // behind `writer`
};

/// Brings the store's actors alive; several writers stand behind a router. The observer, if given,
/// is filled from the first batch on. Throws store_open_error.
store_actors start_store(caf::actor_system&, store&, wall_clock, store_options,
                         std::shared_ptr<writer_observer> = std::make_shared<writer_observer>());

/// Commits what was sent to the writer before, ends the actors and waits until their connections
/// are closed. The store may go afterwards. Not for an actor system that runs on a test's thread.
void stop_store(caf::actor_system&, store_actors);

} // namespace frontrow
