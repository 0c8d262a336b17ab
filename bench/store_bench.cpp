#include "persistence/postgres/postgres_store.hpp"
#include "persistence/sqlite/sqlite_store.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <random>

// What a write set costs the writer's thread, by batch size:
//
//   frontrow_store_bench [FOLDER|URL [WRITE_SETS [BATCH_SIZE...]]]
//
// FOLDER (made and removed again) decides which disk is measured. URL names an empty database of
// PostgreSQL, which then is not empty any more: each measurement has schedules and users of its
// own.

namespace {

using namespace frontrow;

constexpr instant start{std::chrono::hours{24 * 365 * 55}};

/// Schedules, users and reservations above all those of the measurements before.
std::uint64_t start_of_ids = 0;

/// First come, first served: the seats of one schedule in their order.
write_set booking(std::uint64_t n) {
  const schedule_id hall{501 + start_of_ids};
  const seat_id seat{static_cast<std::uint32_t>(n)};
  const auto user = "user-" + std::to_string(n);
  const auto at = start + milliseconds{n / 20};
  write_set wanted;
  wanted.rows.emplace_back(
      seat_row{.schedule = hall, .seat = seat, .is = seat_row::phase::sold, .version = 1});
  wanted.rows.emplace_back(booking_row{.schedule = hall,
                                       .seat = seat,
                                       .sequence = n,
                                       .user = user,
                                       .address = "10.11.12.13",
                                       .name = "Somebody",
                                       .phone = "010-1234-5678",
                                       .guard_until = at + std::chrono::minutes{15},
                                       .at = at});
  wanted.events.push_back({.is = event::kind::seat_booked,
                           .sequence = 1,
                           .at = at,
                           .schedule = hall,
                           .seat = seat,
                           .fcfs_sequence = n,
                           .fcfs_user = user});
  return wanted;
}

/// On sale: any seat, any user.
class reservations {
public:
  explicit reservations(std::uint64_t count) : seats_(count) {
    for (std::uint32_t n = 0; n < count; ++n)
      seats_[n] = n + 1;
    std::ranges::shuffle(seats_, chance_);
  }

  write_set operator()(std::uint64_t n) {
    const auto at = start + milliseconds{n / 20};
    const reservation_row wish{.id = reservation_id{((start_of_ids + 1) << 40) + n * 64},
                               .version = 1,
                               .user = user_id{start_of_ids + chance_() % 1'000'000 + 1},
                               .schedule = schedule_id{500 + start_of_ids},
                               .seat = seat_id{seats_[n - 1]},
                               .price = 150'000,
                               .created_at = at,
                               .held_until = at + std::chrono::minutes{5}};
    char key[40];
    std::snprintf(key, sizeof key, "%016llx-%016llx", static_cast<unsigned long long>(chance_()),
                  static_cast<unsigned long long>(chance_()));
    write_set wanted;
    wanted.rows.emplace_back(seat_row{.schedule = wish.schedule,
                                      .seat = wish.seat,
                                      .is = seat_row::phase::held,
                                      .version = 1,
                                      .user = wish.user,
                                      .reservation = wish.id,
                                      .held_until = wish.held_until});
    wanted.rows.emplace_back(wish);
    wanted.rows.emplace_back(answer_row{.user = wish.user,
                                        .what = operation::reserve,
                                        .key = key,
                                        .body = {.high = chance_(), .low = chance_()},
                                        .answer = {.reservation = wish, .at = at}});
    wanted.events.push_back({.is = event::kind::reservation_preempted,
                             .sequence = 1,
                             .at = at,
                             .user = wish.user,
                             .reservation = wish.id,
                             .schedule = wish.schedule,
                             .seat = wish.seat,
                             .amount = wish.price,
                             .fcfs_user = {}});
    return wanted;
  }

private:
  std::mt19937_64 chance_{1};
  std::vector<std::uint32_t> seats_;
};

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct target {
  std::string where;

  bool is_postgres() const { return where.starts_with("postgres"); }
  std::unique_ptr<store> open() const {
    if (is_postgres())
      return std::make_unique<postgres::postgres_store>(
          postgres::postgres_options{.url = where, .writers = 1});
    return std::make_unique<sqlite::sqlite_store>(sqlite::sqlite_options{.folder = where});
  }
  void clear() const {
    if (is_postgres())
      start_of_ids += 2'000'000;
    else
      std::filesystem::remove_all(where);
  }
};

template <class Make>
void measure(const char* name, const target& at, std::size_t batch_size, std::uint64_t count,
             Make make) {
  at.clear();
  double cpu = 0;
  std::vector<double> waits;
  {
    const auto store = at.open();
    const auto writer = store->open_writer();
    std::vector<write_set> batch;
    for (std::uint64_t n = 1; n <= count;) {
      batch.clear();
      for (; batch.size() < batch_size && n <= count; ++n)
        batch.push_back(make(n));
      const auto cpu_before = thread_seconds();
      const auto before = wall_seconds();
      const auto results = writer->commit(batch, start + milliseconds{n / 20});
      waits.push_back(wall_seconds() - before);
      writer->tidy();
      cpu += thread_seconds() - cpu_before;
      if (std::ranges::count(results, commit_result::committed) != std::ssize(batch))
        std::abort();
    }
  }
  const auto before_opening = wall_seconds();
  {
    const auto again = at.open();
    const auto writer = again->open_writer();
  }
  const auto opening = wall_seconds() - before_opening;
  double wall = 0;
  for (auto one : waits)
    wall += one;
  std::ranges::sort(waits);
  const auto per_set = [&](double seconds) {
    return seconds * 1e6 / static_cast<double>(count);
  };
  std::printf("%-12s %6zu %10.1f %10.1f %12.2f %12.2f %12.2f %12.0f\n", name, batch_size,
              per_set(cpu), per_set(wall), waits[waits.size() / 2] * 1e3,
              waits[waits.size() * 99 / 100] * 1e3, waits.back() * 1e3, opening * 1e3);
  std::fflush(stdout);
  at.clear();
}

std::vector<std::size_t> sizes(int argc, char** argv) {
  if (argc < 4)
    return {1, 16, 64, 256, 1024};
  std::vector<std::size_t> wanted;
  for (int n = 3; n < argc; ++n)
    wanted.push_back(std::strtoull(argv[n], nullptr, 10));
  return wanted;
}

} // namespace

int main(int argc, char** argv) {
  const target at{argc > 1
                      ? argv[1]
                      : (std::filesystem::temp_directory_path() / "frontrow-store-bench").string()};
  const std::uint64_t most = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 400'000;
  std::printf("%-12s %6s %10s %10s %12s %12s %12s %12s\n", "write set", "batch", "cpu us",
              "wall us", "commit ms", "p99 ms", "max ms", "open ms");
  for (const std::size_t size : sizes(argc, argv)) {
    const auto count = std::min<std::uint64_t>(most, 8'000 * size);
    measure("booking", at, size, count, booking);
    measure("reservation", at, size, count, reservations{std::max<std::uint64_t>(count, 1)});
  }
}
