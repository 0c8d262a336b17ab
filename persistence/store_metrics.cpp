#include "persistence/store_metrics.hpp"

#include <algorithm>
#include <chrono>

namespace frontrow {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily single(std::string name, std::string help, MetricType type, double value) {
  MetricFamily f;
  f.name = std::move(name);
  f.help = std::move(help);
  f.type = type;
  ClientMetric m;
  (type == MetricType::Gauge ? m.gauge.value : m.counter.value) = value;
  f.metric.push_back(std::move(m));
  return f;
}

template <class Bounds, class Counts>
MetricFamily histogram(std::string name, std::string help, const Bounds& bounds,
                       const Counts& counts, double sum) {
  MetricFamily f;
  f.name = std::move(name);
  f.help = std::move(help);
  f.type = MetricType::Histogram;
  ClientMetric m;
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    below += counts[i].load();
    m.histogram.bucket.push_back({below, static_cast<double>(bounds[i])});
  }
  m.histogram.sample_count = below + counts.back().load();
  m.histogram.sample_sum = sum;
  f.metric.push_back(std::move(m));
  return f;
}

template <class Bounds, class Counts, class Value>
void count(const Bounds& bounds, Counts& counts, Value value) {
  const auto at = std::lower_bound(bounds.begin(), bounds.end(), value) - bounds.begin();
  counts[static_cast<std::size_t>(at)].fetch_add(1, std::memory_order_relaxed);
}

} // namespace

void batch_metrics::see(std::size_t write_sets, std::chrono::nanoseconds took) {
  count(size_bounds, sizes_, write_sets);
  count(second_bounds, seconds_, std::chrono::duration<double>(took).count());
  write_sets_.fetch_add(write_sets, std::memory_order_relaxed);
  nanoseconds_.fetch_add(static_cast<std::uint64_t>(took.count()), std::memory_order_relaxed);
}

std::vector<MetricFamily> batch_metrics::families() const {
  return {histogram("frontrow_store_batch_size", "Write sets in one commit.", size_bounds, sizes_,
                    static_cast<double>(write_sets_.load())),
          histogram("frontrow_store_commit_seconds", "Duration of one commit.", second_bounds,
                    seconds_, static_cast<double>(nanoseconds_.load()) * 1e-9)};
}

std::vector<MetricFamily> store_families(const writer_observer& seen, const batch_metrics& batches,
                                         const feed_observer& feed) {
  auto all = batches.families();
  MetricFamily sets;
  sets.name = "frontrow_store_write_sets_total";
  sets.help = "Write sets by how they ended.";
  sets.type = MetricType::Counter;
  auto add = [&](const char* how, const std::atomic<std::uint64_t>& value) {
    ClientMetric m;
    m.label.push_back({"result", how});
    m.counter.value = static_cast<double>(value.load());
    sets.metric.push_back(std::move(m));
  };
  add("committed", seen.committed);
  add("conflict", seen.conflicts);
  add("key_known", seen.keys_known);
  add("too_late", seen.too_late);
  add("failed", seen.failed);
  add("overloaded", seen.overloaded);
  all.push_back(std::move(sets));
  all.push_back(single("frontrow_store_pending", "Write sets that wait for a commit.",
                       MetricType::Gauge, static_cast<double>(seen.pending.load())));
  all.push_back(single("frontrow_outbox_position",
                       "Events in the outbox so far; in a cluster, those that this "
                       "node wrote since its start.",
                       MetricType::Gauge, static_cast<double>(seen.events.load())));
  using seconds = std::chrono::duration<double>;
  all.push_back(single("frontrow_outbox_last_event_timestamp_seconds",
                       "When the last event in the outbox happened, since 1970; 0: there is none.",
                       MetricType::Gauge,
                       seconds{seen.last_event_at.load().time_since_epoch()}.count()));
  all.push_back(
      single("frontrow_outbox_feed_position",
             "Events before the furthest cursor that a reader of /api/events asked to go on "
             "from, since the start.",
             MetricType::Gauge, static_cast<double>(feed.furthest.load())));
  return all;
}

std::vector<MetricFamily> line_families(const line_observer& seen) {
  const auto count = [](const char* name, const char* help, const std::atomic<std::uint64_t>& of) {
    return single(name, help, MetricType::Counter, static_cast<double>(of.load()));
  };
  return {
      count("frontrow_queue_saves_total", "Rounds of waiting rooms saved in Redis.", seen.rounds),
      count("frontrow_queue_save_trips_total", "Round trips to Redis that carried them.",
            seen.trips),
      count("frontrow_queue_saved_rows_total", "Changes of tokens in them.", seen.rows),
      count("frontrow_queue_unanswered_total",
            "Rounds and loads that Redis did not answer in time.", seen.lost),
      count("frontrow_queue_save_refusals_total", "Rounds and loads that Redis refused.",
            seen.refused)};
}

} // namespace frontrow
