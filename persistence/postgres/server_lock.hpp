#pragma once

#include "persistence/postgres/link.hpp"

#include <mutex>

namespace frontrow::postgres {

/// This server's claim on the database: a session lock on a connection of its own, away from all
/// commits. It lives as long as that connection. A server without a cluster is alone; the nodes of
/// a cluster are there together.
class server_lock {
public:
  server_lock(link_options how, bool is_shared) : how_{std::move(how)}, is_shared_{is_shared} {}

  /// Takes the lock, and waits a few seconds for one who is just leaving. Throws store_error when
  /// somebody has it who excludes this one.
  void take();
  /// From any thread. Takes it again, at once or not at all, where its connection went. Throws
  /// store_error.
  void hold();

private:
  void take(bool is_waiting);

  std::mutex guard_;
  link_options how_;
  bool is_shared_;
  std::unique_ptr<link> line_;
};

} // namespace frontrow::postgres
