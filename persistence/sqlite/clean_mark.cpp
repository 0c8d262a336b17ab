#include "persistence/sqlite/clean_mark.hpp"

#include <fstream>
#include <sstream>
#include <string>

#include <sys/stat.h>

namespace frontrow::sqlite {

namespace {

std::filesystem::path mark_of(const std::filesystem::path& database) {
  return database.parent_path() / "clean";
}

/// Empty when it cannot be told.
std::string state_of(const std::filesystem::path& database) {
  struct stat found {};
  if (::stat(database.c_str(), &found) != 0)
    return {};
  std::ostringstream text;
  text << found.st_size << ' ' << found.st_mtim.tv_sec << ' ' << found.st_mtim.tv_nsec << ' '
       << found.st_ino << '\n';
  return text.str();
}

bool has_log(const std::filesystem::path& database) {
  std::error_code why;
  const auto size = std::filesystem::file_size(database.string() + "-wal", why);
  return !why && size > 0;
}

} // namespace

bool take_clean_mark(const std::filesystem::path& database) {
  const auto mark = mark_of(database);
  std::ostringstream said;
  if (std::ifstream file{mark}; file.is_open())
    said << file.rdbuf();
  std::error_code why;
  // One that cannot be removed might be believed again later.
  const bool is_removed = std::filesystem::remove(mark, why);
  return is_removed && !said.str().empty() && said.str() == state_of(database);
}

void leave_clean_mark(const std::filesystem::path& database) {
  if (has_log(database))
    return;
  const auto state = state_of(database);
  std::ofstream file{mark_of(database), std::ios::trunc};
  file << state << std::flush;
}

} // namespace frontrow::sqlite
