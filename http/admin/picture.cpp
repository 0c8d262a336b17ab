#include "http/admin/picture.hpp"

#include "actors/base/counted_actor.hpp"
#include "http/error_page.hpp"

#include <algorithm>
#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

namespace frontrow::http::admin {
namespace {

using steady = std::chrono::steady_clock;

/// How many actors of a kind one picture looks at: about a tenth of a millisecond.
constexpr std::size_t looked_at_max = 4'096;
constexpr std::size_t named_max = 12;

double seconds(const timeval& t) {
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
}

double rate(std::uint64_t now, std::uint64_t before, double span) {
  return span > 0 && now > before ? static_cast<double>(now - before) / span : 0;
}

/// The least that so much of all took no longer than.
double quantile(const std::vector<std::uint64_t>& counts, std::uint64_t all, double share) {
  const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(all) + 0.5);
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < counts.size(); ++i)
    if ((below += counts[i]) >= std::max<std::uint64_t>(wanted, 1))
      return static_cast<double>(handling_bound(i)) * 1e-3;
  return 0;
}

std::uint64_t answered(const route_figures& of, unsigned from, unsigned below) {
  std::uint64_t sum = 0;
  for (const auto& each : of.statuses)
    if (each.status >= from && each.status < below)
      sum += each.requests;
  return sum;
}

/// The same route in the picture before; null when there is none.
const route_figures* before_of(const picture* before, std::size_t route) {
  return before != nullptr && route < before->server.routes.size() ? &before->server.routes[route]
                                                                   : nullptr;
}

void compare_routes(picture& made, const picture* before) {
  for (std::size_t i = 0; i < made.server.routes.size(); ++i) {
    const auto& route = made.server.routes[i];
    const auto* old = before_of(before, i);
    const auto per_second = [&](unsigned from, unsigned below) {
      return old == nullptr
                 ? 0
                 : rate(answered(route, from, below), answered(*old, from, below), made.span);
    };
    const auto all = per_second(0, 1'000);
    made.requests_per_second += all;
    if (route.name == "reserve" || route.name == "fcfs_join")
      made.bookings_per_second += per_second(200, 300);
    if (route.name == "confirm")
      made.payments_per_second += per_second(200, 300);
    if (answered(route, 0, 1'000) > 0)
      made.routes.push_back({route.name, all, per_second(500, 1'000)});
  }
}

void compare_store(picture& made, const picture* before) {
  const auto old = before == nullptr ? made.store : before->store;
  const auto& now = made.store;
  made.commits_per_second = rate(now.batches, old.batches, made.span);
  made.write_sets_per_second = rate(now.committed, old.committed, made.span);
  if (now.batches > old.batches)
    made.commit_millis = static_cast<double>(now.commit_nanoseconds - old.commit_nanoseconds) * 1e-6
                         / static_cast<double>(now.batches - old.batches);
}

void compare_refusals(picture& made, const picture* before) {
  made.refusals = complaints_counted();
  for (std::size_t i = 0; i < made.refusals.size(); ++i) {
    const auto count = made.refusals[i].second;
    made.refusals_per_second.push_back(
        before == nullptr ? 0 : rate(count, before->refusals[i].second, made.span));
  }
}

void keep_the_first(std::vector<named_sighting>& of, auto weight) {
  std::ranges::stable_sort(of, std::greater<>{}, weight);
  of.resize(std::min(of.size(), named_max));
}

void look_around(picture& made, steady::time_point now) {
  for (auto& kind : made.kinds) {
    auto found = look_at_kind(kind.kind, looked_at_max, named_max, now);
    kind.looked_at = found.looked_at;
    kind.oldest = found.oldest;
    for (auto& each : found.busiest)
      made.busiest.push_back({kind.kind, each});
    for (auto& each : found.deepest)
      made.deepest.push_back({kind.kind, each});
  }
  keep_the_first(made.busiest, [](const named_sighting& s) {
    return std::pair{s.seen.busy_share, s.seen.per_second};
  });
  keep_the_first(made.deepest, [](const named_sighting& s) {
    return std::pair{s.seen.waiting, s.seen.oldest};
  });
}

} // namespace

process_seen see_process() {
  process_seen seen;
  rusage used{};
  if (getrusage(RUSAGE_SELF, &used) == 0)
    seen.cpu_seconds = seconds(used.ru_utime) + seconds(used.ru_stime);
  std::uint64_t pages = 0;
  std::uint64_t resident = 0;
  if (std::ifstream memory{"/proc/self/statm"}; memory >> pages >> resident)
    seen.memory = resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  std::ifstream status{"/proc/self/status"};
  for (std::string word; status >> word;)
    if (word == "Threads:") {
      status >> seen.threads;
      break;
    }
  return seen;
}

std::shared_ptr<const picture> observatory::look() {
  const auto now = steady::now();
  the_watch.keep_on(now + watch_linger);
  const std::lock_guard lock{guard_};
  if (!last_ || now - taken_at_ >= picture_period) {
    // What was counted before a pause is no figure of now.
    if (now - taken_at_ > watch_linger) {
      end_looks();
      last_ = nullptr;
    }
    last_ = take(now);
    taken_at_ = now;
  }
  return last_;
}

std::shared_ptr<const picture> observatory::take(steady::time_point now) {
  auto made = std::make_shared<picture>();
  made->at = now_();
  made->span = last_ ? std::chrono::duration<double>(now - taken_at_).count() : 0;
  made->process = see_process();
  if (last_ && made->span > 0)
    made->cpu_share = (made->process.cpu_seconds - last_->process.cpu_seconds) / made->span;
  kinds_.resize(actor_kind_count);
  for (std::size_t i = 0; i < actor_kind_count; ++i) {
    const auto& of = actor_figures[i];
    auto& before = kinds_[i];
    auto& kind = made->kinds.emplace_back();
    kind.kind = static_cast<actor_kind>(i);
    const auto handled = of.handled.load();
    const auto gone = handled + of.lost.load();
    kind.waiting = std::max(of.received.load(), gone) - gone;
    kind.alive = of.alive.load();
    kind.activations = of.activations.load();
    kind.faults = of.faults.load();
    const auto busy = of.busy_nanoseconds.load();
    kind.per_second = rate(handled, before.handled, made->span);
    kind.busy_share = rate(busy, before.busy, made->span) * 1e-9;
    std::vector<std::uint64_t> handling;
    std::uint64_t timed = 0;
    before.handling.resize(of.handling.size());
    for (std::size_t b = 0; b < of.handling.size(); ++b) {
      const auto count = of.handling[b].load();
      handling.push_back(count - std::exchange(before.handling[b], count));
      timed += handling.back();
    }
    if (timed > 0 && made->span > 0) {
      kind.p50_micros = quantile(handling, timed, 0.5);
      kind.p99_micros = quantile(handling, timed, 0.99);
    }
    before.handled = handled;
    before.busy = busy;
  }
  look_around(*made, now);
  made->server = from_.server();
  compare_routes(*made, last_.get());
  made->store = from_.store();
  compare_store(*made, last_.get());
  compare_refusals(*made, last_.get());
  return made;
}

} // namespace frontrow::http::admin
