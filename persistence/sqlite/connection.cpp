#include "persistence/sqlite/connection.hpp"

#include "persistence/store.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <type_traits>

namespace frontrow::sqlite {

namespace {

/// SQLite calls only ENOSPC full; these are the same news for whoever has to make room.
bool is_full(int code, int system_error) {
  switch (code & 0xff) {
  case SQLITE_FULL:
  case SQLITE_READONLY:
  case SQLITE_PERM:
    return true;
  case SQLITE_IOERR:
  case SQLITE_CANTOPEN:
    return system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG
           || system_error == EROFS;
  default:
    return false;
  }
}

// Reference counts of SQLite's allocator would be the only lock that all connections share.
void set_up_library() {
  static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(done);
}

} // namespace

void fail(sqlite3* on, int code) {
  // Not sqlite3_system_errno: a failed COMMIT leaves that one as it was.
  const int system_error = errno;
  const auto extended = on ? sqlite3_extended_errcode(on) : code;
  const auto kind
      = is_full(extended, system_error) ? store_failure::full : store_failure::unavailable;
  std::string text = on ? sqlite3_errmsg(on) : sqlite3_errstr(code);
  throw store_error{kind, text + " (SQLite " + std::to_string(extended) + ')'};
}

connection::connection(const std::filesystem::path& file, mode how) {
  set_up_library();
  const int flags = SQLITE_OPEN_NOMUTEX
                    | (how == mode::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                               : SQLITE_OPEN_READONLY);
  sqlite3* opened = nullptr;
  errno = 0;
  const int code = sqlite3_open_v2(file.c_str(), &opened, flags, nullptr);
  handle_.reset(opened);
  if (code != SQLITE_OK)
    fail(opened, code);
  sqlite3_extended_result_codes(opened, 1);
  sqlite3_busy_timeout(opened, 1'000);
}

void connection::closer::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}

void connection::run(const char* sql) {
  errno = 0;
  if (const int code = sqlite3_exec(raw(), sql, nullptr, nullptr, nullptr); code != SQLITE_OK)
    fail(raw(), code);
}

bool connection::is_in_transaction() const {
  return sqlite3_get_autocommit(raw()) == 0;
}

std::int64_t connection::changes() const {
  return sqlite3_changes64(raw());
}

statement::statement(connection& on, std::string_view sql) : on_{on.raw()} {
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v3(on_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  handle_.reset(prepared);
  if (code != SQLITE_OK)
    fail(on_, code);
}

void statement::closer::operator()(sqlite3_stmt* handle) const {
  sqlite3_finalize(handle);
}

void statement::bind_text(int place, std::string_view text) {
  // An empty view may hold a null pointer, which SQLite would store as NULL.
  const char* start = text.empty() ? "" : text.data();
  const int code = sqlite3_bind_text(handle_.get(), place, start, static_cast<int>(text.size()),
                                     SQLITE_STATIC);
  if (code != SQLITE_OK)
    fail(on_, code);
}

void statement::bind_whole(int place, std::int64_t number) {
  if (const int code = sqlite3_bind_int64(handle_.get(), place, number); code != SQLITE_OK)
    fail(on_, code);
}

std::int64_t statement::run_bound() {
  for (auto found = rows{on_, handle_.get()}; found.next();)
    ;
  return sqlite3_changes64(on_);
}

rows::~rows() {
  sqlite3_reset(of_);
}

bool rows::next() {
  errno = 0;
  const int code = sqlite3_step(of_);
  if (code == SQLITE_ROW)
    return true;
  if (code == SQLITE_DONE)
    return false;
  fail(on_, code);
}

std::int64_t rows::whole(int column) const {
  return sqlite3_column_int64(of_, column);
}

std::string_view rows::bytes(int column) const {
  auto* start = static_cast<const char*>(sqlite3_column_blob(of_, column));
  auto size = sqlite3_column_bytes(of_, column);
  return start ? std::string_view{start, static_cast<std::size_t>(size)} : std::string_view{};
}

} // namespace frontrow::sqlite
