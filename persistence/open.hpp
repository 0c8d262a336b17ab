#pragma once

#include "config/settings.hpp"
#include "persistence/outbox/drain_actor.hpp"
#include "persistence/outbox/feed_actor.hpp"
#include "persistence/store.hpp"
#include "persistence/writer/writer_actor.hpp"

namespace frontrow {

/// The store that the settings ask for: a server's alone, or shared by the nodes of a cluster.
/// Throws store_open_error.
std::shared_ptr<store> open_store(const settings&, bool is_cluster = false);

/// The store's registry, with a thread of its own or (for tests) where the scheduler runs. Throws
/// store_open_error.
registry_actor start_registry(caf::actor_system&, store&, bool has_thread = true);

/// How events are published to a broker.
struct outbox_options {
  std::shared_ptr<broker> to; // null: they are not
  std::function<void(bool is_bad, const std::string& what, const outbox_lane&)> tell;
  drain_limits limits{};
};

/// Brings the store's schema up to date without serving, and says in a line from which version to
/// which. Throws store_open_error.
std::string migrate_store(const settings&);

struct store_options {
  std::size_t archivists = 2; // reading threads
  writer_limits writer{};
  feed_limits feed{};
  outbox_options outbox{};
  std::function<void(std::string_view point)> fault; // see writer_tools, lane_tools
  node_id node{};                                    // of a cluster: whose writers these are
  bool has_threads = true; // false: everybody runs where the scheduler runs, as tests want
};

/// The actors over one store.
struct store_actors {
  writer_actor writer; // where to send write sets
  archive_actor archive;
  feed_actor feed;
  inspector_actor inspector;                        // answers operators
  drain_shell drain;                                // null: no broker
  std::vector<std::shared_ptr<lane_figures>> lanes; // of the drain, by partition
  std::shared_ptr<writer_observer> observer;
  std::shared_ptr<feed_observer> feed_seen;
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

/// Stops them when it goes, however that comes about.
class store_side {
public:
  store_side(caf::actor_system& system, store_actors actors)
      : system_{system}, actors_{std::move(actors)} {}
  ~store_side() { stop_store(system_, actors_); }
  store_side(const store_side&) = delete;
  store_side& operator=(const store_side&) = delete;

  const store_actors& actors() const { return actors_; }

private:
  caf::actor_system& system_;
  store_actors actors_;
};

} // namespace frontrow
