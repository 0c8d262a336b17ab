#include "persistence/sqlite/data_folder.hpp"

#include "persistence/store.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace frontrow::sqlite {

namespace {

std::string last_error() {
  return std::generic_category().message(errno);
}

void make(const std::filesystem::path& where) {
  std::error_code why;
  if (where.has_parent_path())
    std::filesystem::create_directories(where.parent_path(), why);
  if (::mkdir(where.c_str(), 0700) != 0 && errno != EEXIST)
    throw store_open_error{"cannot make the data folder " + where.string() + ": " + last_error()};
  if (!std::filesystem::is_directory(where, why))
    throw store_open_error{"the data folder " + where.string() + " is not a folder"};
}

} // namespace

data_folder::data_folder(const std::filesystem::path& where) : where_{where.lexically_normal()} {
  if (!where_.has_filename())
    where_ = where_.parent_path();
  make(where_);
  const auto file = where_ / "lock";
  lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0)
    throw store_open_error{"cannot open " + file.string() + ": " + last_error()};
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    const bool is_taken = errno == EWOULDBLOCK;
    const auto why = last_error();
    ::close(lock_);
    throw store_open_error{is_taken ? "another server is using the data folder " + where_.string()
                                    : "cannot lock " + file.string() + ": " + why};
  }
  // SQLite gives its side files the rights of the database, so only this one has to be made.
  if (const int made = ::open(database().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600); made >= 0)
    ::close(made);
}

data_folder::~data_folder() {
  ::close(lock_);
}

} // namespace frontrow::sqlite
