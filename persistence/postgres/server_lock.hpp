#pragma once

#include "persistence/postgres/link.hpp"

#include <mutex>

namespace frontrow::postgres {

/// This server's claim on the database: a session lock on a connection of its own, away from all
/// commits. It lives as long as that connection.
class server_lock {
public:
  explicit server_lock(link_options how) : how_{std::move(how)} {}

  /// Takes the lock, and waits a few seconds for one who is just leaving. Throws store_error when
  /// another server has it.
  void take();
  /// From any thread. Takes it again, at once or not at all, where its connection went. Throws
  /// store_error.
  void hold();

private:
  void take(const char* how);

  std::mutex guard_;
  link_options how_;
  std::unique_ptr<link> line_;
};

} // namespace frontrow::postgres
