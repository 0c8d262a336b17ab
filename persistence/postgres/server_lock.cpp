#include "persistence/postgres/server_lock.hpp"

namespace frontrow::postgres {

namespace {

// "FROW", as SQLite's files say.
constexpr auto name = "(1179799383)";
constexpr auto patience = "SET lock_timeout = '5s'; ";

} // namespace

void server_lock::take() {
  const std::lock_guard lock{guard_};
  take(true);
}

void server_lock::take(bool is_waiting) {
  const std::string busy = is_shared_ ? "a server without a cluster uses this database"
                                      : "another server uses this database";
  const std::string how = std::string{is_waiting ? patience : ""} + "SELECT pg_"
                          + (is_waiting ? "" : "try_") + "advisory_lock"
                          + (is_shared_ ? "_shared" : "") + name;
  auto fresh = std::make_unique<link>(how_);
  try {
    if (fresh->run(how)[0][0].c_str() == std::string_view{"f"})
      throw store_error{store_failure::unavailable, busy};
  } catch (const link_lost&) {
    throw;
  } catch (const store_error&) {
    throw store_error{store_failure::unavailable, busy};
  }
  line_ = std::move(fresh);
}

void server_lock::hold() {
  const std::lock_guard lock{guard_};
  if (line_) {
    try {
      line_->run("SELECT 1");
      return;
    } catch (const link_lost&) {
      line_.reset();
    }
  }
  take(false);
}

} // namespace frontrow::postgres
