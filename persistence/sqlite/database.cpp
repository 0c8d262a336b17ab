#include "persistence/sqlite/database.hpp"

#include "persistence/sqlite/clean_mark.hpp"
#include "persistence/sqlite/migrations.hpp"
#include "persistence/store.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <iterator>

namespace frontrow::sqlite {

namespace {

constexpr std::int64_t our_application = 0x46524f57; // "FROW"

std::int64_t whole(connection& on, std::string_view sql) {
  statement question{on, sql};
  auto found = question.ask();
  return found.next() ? found.whole(0) : 0;
}

void refuse_strangers(connection& on) {
  const auto schema = whole(on, "PRAGMA user_version");
  const auto known = static_cast<std::int64_t>(std::size(migrations));
  if (schema == 0 && whole(on, "SELECT count(*) FROM sqlite_schema") != 0)
    throw store_open_error{"it is not a database of Frontrow"};
  if (schema != 0 && whole(on, "PRAGMA application_id") != our_application)
    throw store_open_error{"it is not a database of Frontrow"};
  if (schema > known)
    throw store_open_error{"it was written by a newer Frontrow (schema " + std::to_string(schema)
                           + "; this one knows schemas up to " + std::to_string(known) + ')'};
}

void refuse_damage(connection& on) {
  statement check{on, "PRAGMA quick_check(1)"};
  auto found = check.ask();
  std::string said{found.next() ? found.bytes(0) : ""};
  if (said == "ok")
    return;
  // SQLite's findings come on lines of their own; a refusal to start is one line.
  std::ranges::replace(said, '\n', ' ');
  throw store_open_error{"it is damaged; restore it from a copy (" + said + ')'};
}

void migrate(connection& on) {
  const auto from = static_cast<std::size_t>(whole(on, "PRAGMA user_version"));
  for (auto next = from; next < std::size(migrations); ++next) {
    on.run("BEGIN IMMEDIATE");
    on.run(migrations[next]);
    on.run(("PRAGMA user_version = " + std::to_string(next + 1)).c_str());
    on.run(("PRAGMA application_id = " + std::to_string(our_application)).c_str());
    on.run("COMMIT");
  }
}

} // namespace

void prepare_database(const std::filesystem::path& file) {
  // Before anything opens the file: opening it may write to it.
  const bool is_clean = take_clean_mark(file);
  try {
    connection on{file, connection::mode::read_write};
    refuse_strangers(on);
    if (!is_clean)
      refuse_damage(on);
    on.run("PRAGMA journal_mode = WAL");
    on.run("PRAGMA synchronous = FULL");
    migrate(on);
  } catch (const store_open_error& why) {
    throw store_open_error{"cannot use the database " + file.string() + ": " + why.what()};
  } catch (const store_error& why) {
    throw store_open_error{"cannot use the database " + file.string() + ": " + why.what()};
  }
}

connection open_for_writing(const std::filesystem::path& file) {
  connection on{file, connection::mode::read_write};
  on.run("PRAGMA synchronous = FULL");
  on.run("PRAGMA wal_autocheckpoint = 0");
  on.run("PRAGMA cache_size = -65536");
  on.run("PRAGMA temp_store = MEMORY");
  sqlite3_db_config(on.raw(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  return on;
}

} // namespace frontrow::sqlite
