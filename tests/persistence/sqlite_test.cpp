#include "tests/persistence/kept_store.hpp"

#include <csignal>
#include <fstream>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace frontrow;
using namespace frontrow::test;
using Catch::Contains;

namespace {

constexpr auto committed = commit_result::committed;

void run_sql(const std::filesystem::path& file, const char* sql) {
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
  REQUIRE(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(handle);
}

std::unique_ptr<sqlite::sqlite_store> open_in(const std::filesystem::path& folder) {
  return std::make_unique<sqlite::sqlite_store>(sqlite::sqlite_options{.folder = folder});
}

/// No file may grow beyond this while it lives: a disk that is full for everybody.
class small_disk {
public:
  explicit small_disk(rlim_t most) {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{.rlim_cur = most, .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  small_disk(const small_disk&) = delete;
  small_disk& operator=(const small_disk&) = delete;
  ~small_disk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

private:
  rlimit before_{};
};

} // namespace

TEST_CASE("the data folder is made, for its owner alone") {
  temporary_folder folder;
  const auto data = folder.path() / "some" / "where";
  const auto store = open_in(data.string() + '/');
  struct stat found {};
  REQUIRE(::stat(data.c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0700);
  REQUIRE(::stat((data / "frontrow.db").c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0600);
}

TEST_CASE("a second server on the same folder is refused") {
  temporary_folder folder;
  auto first = open_in(folder.path());
  CHECK_THROWS_WITH(open_in(folder.path()), Contains("another server is using the data folder"));
  first.reset();
  CHECK_NOTHROW(open_in(folder.path()));
}

TEST_CASE("a newer schema is refused and left alone") {
  temporary_folder folder;
  open_in(folder.path());
  run_sql(folder.path() / "frontrow.db", "PRAGMA user_version = 99");
  CHECK_THROWS_WITH(open_in(folder.path()), Contains("newer Frontrow (schema 99"));
  run_sql(folder.path() / "frontrow.db", "PRAGMA user_version = 2");
  CHECK_NOTHROW(open_in(folder.path()));
}

TEST_CASE("somebody else's database is refused") {
  temporary_folder folder;
  run_sql(folder.path() / "frontrow.db", "CREATE TABLE other (x)");
  CHECK_THROWS_WITH(open_in(folder.path()), Contains("not a database of Frontrow"));
}

TEST_CASE("what is no database at all is refused") {
  temporary_folder folder;
  std::ofstream{folder.path() / "frontrow.db"} << std::string(10'000, 'x');
  CHECK_THROWS_AS(open_in(folder.path()), store_open_error);
  CHECK_THROWS_WITH(open_in(folder.path()), Contains("frontrow.db: file is not a database"));
}

TEST_CASE("a damaged database is refused and left as it is") {
  temporary_folder folder;
  const auto file = folder.path() / "frontrow.db";
  {
    auto store = open_in(folder.path());
    auto writer = store->open_writer();
    std::vector<write_set> sets;
    for (std::uint64_t user = 1; user <= 2'000; ++user)
      sets.push_back(set_of(wallet_at(1, user)));
    CHECK(writer->commit(sets, noon).size() == 2'000);
  }
  const auto size = std::filesystem::file_size(file);
  {
    std::fstream damage{file, std::ios::in | std::ios::out | std::ios::binary};
    damage.seekp(static_cast<std::streamoff>(size - 3 * 4'096));
    damage << std::string(4'096, '\x5a');
  }
  CHECK_THROWS_WITH(open_in(folder.path()), Contains("damaged"));
  CHECK(std::filesystem::file_size(file) == size);
}

TEST_CASE("a start after an orderly stop does not read all of the database, any other does") {
  temporary_folder folder;
  const auto file = folder.path() / "frontrow.db";
  const auto fill = [&] {
    auto store = open_in(folder.path());
    auto writer = store->open_writer();
    std::vector<write_set> sets;
    for (std::uint64_t user = 1; user <= 2'000; ++user)
      sets.push_back(set_of(wallet_at(1, user)));
    CHECK(writer->commit(sets, noon).size() == 2'000);
  };
  fill();
  const auto stopped_at = std::filesystem::last_write_time(file);
  const auto damage = [&] {
    std::fstream bytes{file, std::ios::in | std::ios::out | std::ios::binary};
    bytes.seekp(static_cast<std::streamoff>(std::filesystem::file_size(file) - 3 * 4'096));
    bytes << std::string(4'096, '\x5a');
  };
  const auto hide = [&] {
    std::filesystem::last_write_time(file, stopped_at);
  };
  damage();
  SECTION("nobody has touched it, as far as can be seen") {
    hide();
    CHECK_NOTHROW(open_in(folder.path()));
  }
  SECTION("it was touched") {
    CHECK_THROWS_WITH(open_in(folder.path()), Contains("damaged"));
    hide();
    CHECK_THROWS_WITH(open_in(folder.path()), Contains("damaged"));
  }
  SECTION("the last stop was none") {
    hide();
    std::filesystem::remove(folder.path() / "clean");
    CHECK_THROWS_WITH(open_in(folder.path()), Contains("damaged"));
  }
  SECTION("it is a copy") {
    std::filesystem::copy_file(file, folder.path() / "copy");
    std::filesystem::rename(folder.path() / "copy", file);
    hide();
    CHECK_THROWS_WITH(open_in(folder.path()), Contains("damaged"));
  }
}

TEST_CASE("no note of an orderly stop is left while the log holds something") {
  temporary_folder folder;
  auto store = open_in(folder.path());
  auto reader = store->open_reader();
  {
    auto writer = store->open_writer();
    const std::vector sets{set_of(wallet_at(1))};
    CHECK(writer->commit(sets, noon).front() == committed);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "clean"));
    store.reset(); // as when the process ends in between
  }
  CHECK_FALSE(std::filesystem::exists(folder.path() / "clean"));
}

TEST_CASE("a folder that cannot be used is one clear line") {
  temporary_folder folder;
  std::ofstream{folder.path() / "file"} << "x";
  CHECK_THROWS_WITH(open_in(folder.path() / "file"), Contains("is not a folder"));
  CHECK_THROWS_WITH(open_in("/proc/nowhere"), Contains("cannot make the data folder"));
}

TEST_CASE("a full disk fails commits, not reads, and is forgotten when there is room") {
  kept_store<in_sqlite> kept;
  CHECK(kept.commit_one(set_of(wallet_at(1), answer_of("k"))) == committed);
  std::uint64_t version = 1;
  const auto next_step = [](std::uint64_t before) {
    return set_of(wallet_at(before + 1), answer_of(std::to_string(before + 1)));
  };
  {
    const small_disk disk{200'000};
    try {
      while (version < 1'000 && kept.commit_one(next_step(version)) == committed)
        ++version;
      FAIL("the disk never got full");
    } catch (const store_error& why) {
      CHECK(why.why == store_failure::full);
    }
    CHECK(kept.read(load_wallet{user_id{101}}) == wallet_at(version));
    CHECK_THROWS_AS(kept.commit_one(set_of(wallet_at(version + 1))), store_error);
    CHECK(kept.find(user_id{101}, operation::reserve, "k") == answer_of("k"));
    const auto lost = std::to_string(version + 1);
    CHECK_FALSE(kept.find(user_id{101}, operation::reserve, lost));
  }
  CHECK(kept.commit_one(next_step(version)) == committed);
  kept.reopen();
  CHECK(kept.read(load_wallet{user_id{101}}) == wallet_at(version + 1));
}

TEST_CASE("the log does not grow without bound while commits go on") {
  temporary_folder folder;
  sqlite::sqlite_store store{
      {.folder = folder.path(), .log = {.start = 50, .rest = 20, .most = 400}}};
  auto writer = store.open_writer();
  std::uint64_t user = 0;
  for (int batch = 0; batch < 500; ++batch) {
    std::vector<write_set> sets;
    for (int n = 0; n < 20; ++n)
      sets.push_back(set_of(wallet_at(1, ++user * 7'919)));
    CHECK(writer->commit(sets, noon).front() == committed);
    writer->tidy();
  }
  // A few pages more than the most, while nobody copying would leave thousands.
  CHECK(std::filesystem::file_size(folder.path() / "frontrow.db-wal") < 800 * 4'120);
  CHECK(store.open_reader()->read(load_wallet{user_id{user * 7'919}}).version == 1);
}
