#include "tests/persistence/kept_store.hpp"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace frontrow;
using namespace frontrow::test;

namespace {

constexpr std::uint64_t batch_size = 16;

std::string key_of(std::uint64_t n) {
  return "key " + std::to_string(n);
}

write_set step(std::uint64_t n) {
  auto set = set_of(wallet_at(n), wallet_at(1, 1'000 + n), answer_of(key_of(n)));
  set.events = {event_of(n)};
  return set;
}

/// Commits for ever, and says in the pipe which step is durable.
[[noreturn]] void write_until_killed(const std::filesystem::path& folder, int pipe) {
  sqlite::sqlite_store store{{.folder = folder, .log = {.start = 20, .rest = 10, .most = 100}}};
  auto writer = store.open_writer();
  auto last = store.open_reader()->read(load_wallet{user_id{101}}).version;
  for (;;) {
    std::vector<write_set> batch;
    for (std::uint64_t n = 0; n < batch_size; ++n)
      batch.push_back(step(++last));
    for (auto result : writer->commit(batch, noon))
      if (result != commit_result::committed)
        ::_exit(1);
    if (::write(pipe, &last, sizeof last) != sizeof last)
      ::_exit(2);
    writer->tidy();
  }
}

/// Lets a child write until it has acknowledged so many batches, and kills it in the midst of the
/// next. Says what it acknowledged last.
std::uint64_t write_and_kill(const std::filesystem::path& folder, int batches) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::close(ends[0]);
    try {
      write_until_killed(folder, ends[1]);
    } catch (...) {
      ::_exit(3);
    }
  }
  ::close(ends[1]);
  std::uint64_t last = 0;
  std::uint64_t heard = 0;
  for (int n = 0; n < batches; ++n) {
    REQUIRE(::read(ends[0], &heard, sizeof heard) == sizeof heard);
    last = heard;
  }
  ::kill(child, SIGKILL);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  // What it said before the signal reached it counts too.
  while (::read(ends[0], &heard, sizeof heard) == sizeof heard)
    last = heard;
  ::close(ends[0]);
  return last;
}

} // namespace

TEST_CASE("a killed writer loses nothing that it acknowledged") {
  temporary_folder folder;
  for (const int batches : {1, 3, 10, 40, 7, 90}) {
    const auto acknowledged = write_and_kill(folder.path(), batches);
    sqlite::sqlite_store store{{.folder = folder.path()}};
    auto reader = store.open_reader();
    const auto last = reader->read(load_wallet{user_id{101}}).version;
    CHECK(last >= acknowledged);
    CHECK(last <= acknowledged + batch_size);
    CHECK(last % batch_size == 0);
    CHECK(reader->read(load_wallet{user_id{1'000 + last}}).version == 1);
    CHECK(reader->read(load_wallet{user_id{1'000 + last + 1}}).version == 0);

    const auto page = reader->read(read_events{.partition = 0, .after = 0, .limit = 1'000'000});
    CHECK(page.last == last);
    REQUIRE(page.events.size() == last);
    bool is_gapless = true;
    for (std::uint64_t n = 1; n <= last; ++n)
      is_gapless &= page.events[n - 1].position == n && page.events[n - 1].what == event_of(n);
    CHECK(is_gapless);

    auto writer = store.open_writer();
    const auto kept = [&](std::uint64_t n) {
      return writer
          ->read(find_answer{.user = user_id{101}, .what = operation::reserve, .key = key_of(n)})
          .has_value();
    };
    for (std::uint64_t n = 1; n <= last; n += 7)
      CHECK(kept(n));
    CHECK_FALSE(kept(last + 1));
  }
}
