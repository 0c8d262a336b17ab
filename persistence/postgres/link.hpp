#pragma once

#include "persistence/postgres/stall_watch.hpp"
#include "persistence/store.hpp"

#include <pqxx/pqxx>

#include <string>
#include <vector>

namespace frontrow::postgres {

/// The connection is gone. What was on its way may have happened or not.
struct link_lost : store_error {
  explicit link_lost(const std::string& what) : store_error{store_failure::unavailable, what} {}
};

/// The same, because the server stood still: another connection to it would stand still too.
struct link_stalled : link_lost {
  using link_lost::link_lost;
};

/// The server undid the statement for the sake of another, which may not be there next time.
struct undone : store_error {
  explicit undone(const std::string& what) : store_error{store_failure::unavailable, what} {}
};

/// The statement's own check failed: it did nothing.
struct check_failed : store_error {
  check_failed() : store_error{store_failure::unavailable, "a guarded row is at another version"} {}
};

struct link_options {
  std::string url;
  milliseconds connect_timeout{};
  milliseconds statement_timeout{};
  bool is_reader = false;
  /// How long the other side may stay silent beyond that before the connection is given up.
  milliseconds line_patience{5'000};
  std::shared_ptr<stall_watch> watch; // cuts it when the server stands still
};

/// The same with "***" for passwords, in whatever text.
std::string masked(const std::string& text, const std::string& url);

using bytes = pqxx::binarystring;

/// One connection, of one thread. It is never replaced behind its owner's back: once it is lost,
/// it stays so, and a statement that takes a second longer than its time-out loses it. Every
/// statement is a transaction of its own unless `run` began another. What goes wrong is one of the
/// errors above, or another store_error, without passwords.
class link {
public:
  /// Throws store_error when the server cannot be reached or takes no more connections.
  explicit link(const link_options&);

  pqxx::result run(const std::string& sql);
  /// Prepared at its first use; parameters in the binary format.
  pqxx::result run(const std::string& name, const std::string& sql,
                   const std::vector<bytes>& parameters);
  bool is_open() const { return line_ && line_->is_open(); }

private:
  template <class Work>
  auto guarded(Work work) -> decltype(work());
  /// Closes it. Throws link_lost, or link_stalled.
  [[noreturn]] void lose(const std::string& said);

  std::string url_;
  milliseconds patience_{};
  std::shared_ptr<stall_watch::line> watched_;
  std::unique_ptr<pqxx::connection> line_;
  std::unique_ptr<pqxx::nontransaction> session_;
  std::vector<std::string> prepared_;
};

} // namespace frontrow::postgres
