#include "persistence/redis/figures.hpp"

#include <algorithm>

namespace frontrow::redis {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily family(std::string name, std::string help, MetricType type) {
  MetricFamily f;
  f.name = std::move(name);
  f.help = std::move(help);
  f.type = type;
  return f;
}

ClientMetric of_user(const char* user) {
  ClientMetric m;
  m.label.push_back({"user", user});
  return m;
}

void add_count(MetricFamily& to, const char* user, std::uint64_t value) {
  auto m = of_user(user);
  m.counter.value = static_cast<double>(value);
  to.metric.push_back(std::move(m));
}

ClientMetric round_trips_of(const char* user, const connection_figures& seen) {
  auto m = of_user(user);
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < seen.second_bounds.size(); ++i) {
    below += seen.round_trips[i].load();
    m.histogram.bucket.push_back({below, seen.second_bounds[i]});
  }
  m.histogram.sample_count = below + seen.round_trips.back().load();
  m.histogram.sample_sum = static_cast<double>(seen.nanoseconds.load()) * 1e-9;
  return m;
}

MetricFamily single(std::string name, std::string help, MetricType type, std::uint64_t value) {
  auto f = family(std::move(name), std::move(help), type);
  ClientMetric m;
  (type == MetricType::Gauge ? m.gauge.value : m.counter.value) = static_cast<double>(value);
  f.metric.push_back(std::move(m));
  return f;
}

} // namespace

void connection_figures::see_round_trip(std::chrono::nanoseconds took) {
  const auto seconds = std::chrono::duration<double>(took).count();
  const auto at = std::lower_bound(second_bounds.begin(), second_bounds.end(), seconds)
                  - second_bounds.begin();
  round_trips[static_cast<std::size_t>(at)].fetch_add(1, std::memory_order_relaxed);
  nanoseconds.fetch_add(static_cast<std::uint64_t>(took.count()), std::memory_order_relaxed);
}

std::vector<MetricFamily> redis_families(figures& all) {
  auto up
      = family("frontrow_redis_up", "1 while the connection to Redis stands.", MetricType::Gauge);
  auto reconnects = family("frontrow_redis_reconnects_total",
                           "Connections made to Redis after the first.", MetricType::Counter);
  auto losses = family("frontrow_redis_losses_total",
                       "Connections to Redis lost, and attempts that failed.", MetricType::Counter);
  auto commands
      = family("frontrow_redis_commands_total", "Commands sent to Redis.", MetricType::Counter);
  auto errors = family("frontrow_redis_errors_total", "Commands that Redis answered with an error.",
                       MetricType::Counter);
  auto trips
      = family("frontrow_redis_round_trip_seconds",
               "From sending many commands to the last one's answer.", MetricType::Histogram);
  all.each([&](const char* user, const connection_figures& seen) {
    if (seen.connects == 0 && seen.losses == 0)
      return;
    auto m = of_user(user);
    m.gauge.value = seen.is_up ? 1 : 0;
    up.metric.push_back(std::move(m));
    add_count(reconnects, user, std::max<std::uint64_t>(seen.connects, 1) - 1);
    add_count(losses, user, seen.losses);
    add_count(commands, user, seen.commands);
    add_count(errors, user, seen.errors);
    trips.metric.push_back(round_trips_of(user, seen));
  });
  if (up.metric.empty())
    return {};
  return {up,
          reconnects,
          losses,
          commands,
          errors,
          trips,
          single("frontrow_fcfs_guards_owed", "Guards whose end Redis has not been told yet.",
                 MetricType::Gauge, all.guards.owed),
          single("frontrow_fcfs_guards_forgotten_total",
                 "Guards that Redis will never be told the end of: too many were owed.",
                 MetricType::Counter, all.guards.forgotten),
          single("frontrow_fcfs_sequence_restorations_total",
                 "How often Redis had lost the sequence, and it went on above the highest number.",
                 MetricType::Counter, all.guards.restorations)};
}

} // namespace frontrow::redis
