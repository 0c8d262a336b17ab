#pragma once

#include "actors/base/roll_of_actors.hpp"
#include "actors/base/words.hpp"
#include "http/server/figures.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

/// What the house looks like to an operator: figures that were taken together, and what has become
/// of them since they were taken before. Taken only when somebody asks.
namespace frontrow::http::admin {

/// What the store's side counts.
struct store_seen {
  std::uint64_t batches = 0;
  std::uint64_t committed = 0; // write sets, as all below
  std::uint64_t conflicts = 0;
  std::uint64_t failed = 0;
  std::uint64_t overloaded = 0;
  std::uint64_t pending = 0;
  std::uint64_t events = 0;
  std::uint64_t commit_nanoseconds = 0;
  bool is_failing = false;
};

/// What the process uses.
struct process_seen {
  double cpu_seconds = 0; // of all threads, since the start
  std::uint64_t memory = 0;
  std::uint64_t threads = 0;
};

/// Where figures come from. Any thread may call these.
struct picture_sources {
  std::function<server_figures()> server = [] {
    return server_figures{};
  };
  std::function<store_seen()> store = [] {
    return store_seen{};
  };
};

struct kind_picture {
  actor_kind kind{};
  std::int64_t alive = 0;
  std::uint64_t activations = 0;
  std::uint64_t faults = 0;
  std::uint64_t waiting = 0;
  double per_second = 0;
  double busy_share = 0; // of one core
  double p50_micros = 0; // of handling, since the picture before; 0: nothing was handled
  double p99_micros = 0;
  std::chrono::milliseconds oldest{0};
  std::size_t looked_at = 0; // of those alive, for what is oldest, busiest and deepest
};

struct named_sighting {
  actor_kind kind{};
  sighting seen;
};

struct route_picture {
  std::string name;
  double per_second = 0;
  double errors_per_second = 0; // 500 and above
};

struct picture {
  instant at{};
  double span
      = 0; // seconds since the one before; 0: there is none, and nothing is known per second
  process_seen process;
  double cpu_share = 0; // of one core
  std::vector<kind_picture> kinds;
  std::vector<named_sighting> busiest;
  std::vector<named_sighting> deepest;
  server_figures server;
  double requests_per_second = 0;
  double bookings_per_second = 0; // seats held or sold: reserve and join that were granted
  double payments_per_second = 0;
  std::vector<route_picture> routes;                                // that anybody asked
  std::vector<std::pair<std::string_view, std::uint64_t>> refusals; // since the start
  std::vector<double> refusals_per_second;                          // of the same
  store_seen store;
  double commits_per_second = 0;
  double write_sets_per_second = 0;
  double commit_millis = 0; // the mean of those since the picture before
};

/// How often a picture is taken at the most, whoever asks.
inline constexpr milliseconds picture_period{950};
/// How long the house goes on counting for onlookers when nobody asks any more.
inline constexpr std::chrono::seconds watch_linger{5};

/// Takes pictures. All onlookers share one, so a second onlooker costs next to nothing.
class observatory {
public:
  observatory(picture_sources from, wall_clock now)
      : from_{std::move(from)}, now_{std::move(now)} {}

  /// The last picture, or a new one when that is older than `picture_period`. Keeps the house's
  /// watch on.
  std::shared_ptr<const picture> look();

private:
  std::shared_ptr<const picture> take(std::chrono::steady_clock::time_point);

  picture_sources from_;
  wall_clock now_;
  std::mutex guard_;
  std::chrono::steady_clock::time_point taken_at_{};
  std::shared_ptr<const picture> last_;
  struct counted_kind {
    std::uint64_t handled = 0;
    std::uint64_t busy = 0;
    std::vector<std::uint64_t> handling;
  };
  std::vector<counted_kind> kinds_;
};

/// Of this process, now.
process_seen see_process();

} // namespace frontrow::http::admin
