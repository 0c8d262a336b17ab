#include "persistence/postgres/server_lock.hpp"

namespace frontrow::postgres {

namespace {

// "FROW", as SQLite's files say.
constexpr auto waiting = "SET lock_timeout = '5s'; SELECT pg_advisory_lock(1179799383)";
constexpr auto at_once = "SELECT pg_try_advisory_lock(1179799383)";

} // namespace

void server_lock::take() {
  const std::lock_guard lock{guard_};
  take(waiting);
}

void server_lock::take(const char* how) {
  const std::string busy = "another server uses this database";
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
  take(at_once);
}

} // namespace frontrow::postgres
