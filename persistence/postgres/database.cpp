#include "persistence/postgres/database.hpp"

#include "persistence/postgres/migrations.hpp"

#include <algorithm>
#include <iterator>

namespace frontrow::postgres {

namespace {

constexpr int version_min = 130'000;

void refuse(const std::string& why) {
  throw store_open_error{"cannot use PostgreSQL: " + why};
}

std::string text_of(link& on, const std::string& sql) {
  const auto found = on.run(sql);
  return found.empty() || found[0][0].is_null() ? "" : found[0][0].as<std::string>();
}

/// What the server, its database and our role say, not what this connection says of itself.
std::string setting(link& on, const std::string& name) {
  return text_of(on, "SELECT reset_val FROM pg_settings WHERE name = '" + name + "'");
}

void check_durability(link& on, const std::vector<std::string>& allowed) {
  for (const std::string name : {"fsync", "full_page_writes", "synchronous_commit"})
    if (setting(on, name) == "off" && std::ranges::find(allowed, name) == allowed.end())
      refuse(name
             + " is off: a crash would lose what was confirmed; turn it on, or start with"
               " --postgres.allow_unsafe "
             + name);
}

} // namespace

void check_server(link& on, const std::vector<std::string>& allowed) {
  try {
    if (std::stoi(text_of(on, "SELECT current_setting('server_version_num')")) < version_min)
      refuse("its version is " + text_of(on, "SHOW server_version")
             + ", and 13 is the oldest known");
    if (const auto encoding = text_of(on, "SHOW server_encoding"); encoding != "UTF8")
      refuse("the database's encoding is " + encoding + ", and has to be UTF8");
    if (text_of(on, "SELECT pg_is_in_recovery()") == "t")
      refuse("it is a standby, which takes no writes; name the primary");
    if (setting(on, "default_transaction_read_only") == "on")
      refuse("it is read-only (default_transaction_read_only is on)");
    check_durability(on, allowed);
  } catch (const store_error& why) {
    refuse(why.what());
  }
}

schema_state migrate(link& on) {
  schema_state state;
  bool is_first = true;
  try {
    for (bool is_over = false; !is_over;) {
      on.run(
          "BEGIN; SELECT pg_advisory_xact_lock(1179799384); CREATE TABLE IF NOT EXISTS"
          " frontrow_schema (version bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())");
      const auto last = text_of(on, "SELECT max(version) FROM frontrow_schema");
      state.now = last.empty() ? 0 : std::stoul(last);
      if (std::exchange(is_first, false))
        state.before = state.now;
      const auto known = std::size(migrations);
      if (state.now > known)
        refuse("the schema was written by a newer Frontrow (schema " + last
               + "; this one knows schemas up to " + std::to_string(known) + ')');
      is_over = state.now == known;
      if (!is_over) {
        on.run(migrations[state.now]);
        on.run("INSERT INTO frontrow_schema (version) VALUES (" + std::to_string(state.now + 1)
               + ")");
      }
      on.run("COMMIT");
    }
  } catch (const store_error& why) {
    refuse("the schema cannot be brought up to date: " + std::string{why.what()});
  }
  return state;
}

} // namespace frontrow::postgres
