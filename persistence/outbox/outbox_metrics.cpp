#include "persistence/outbox/outbox_metrics.hpp"

#include <algorithm>

namespace frontrow {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

/// One value a lane, labelled with its partition.
class family {
public:
  family(const char* name, const char* help, MetricType type) {
    made_.name = name;
    made_.help = help;
    made_.type = type;
  }

  void add(std::size_t partition, double value) {
    ClientMetric m;
    m.label.push_back({"partition", std::to_string(partition)});
    (made_.type == MetricType::Gauge ? m.gauge.value : m.counter.value) = value;
    made_.metric.push_back(std::move(m));
  }

  MetricFamily take() { return std::move(made_); }

private:
  MetricFamily made_;
};

double seconds_since(std::int64_t then, instant now) {
  const auto span = now.time_since_epoch().count() - then;
  return then == 0 ? 0.0 : static_cast<double>(std::max<std::int64_t>(span, 0)) / 1'000;
}

double as_double(const std::atomic<std::uint64_t>& value) {
  return static_cast<double>(value.load());
}

MetricFamily delays(const std::vector<std::shared_ptr<lane_figures>>& lanes) {
  MetricFamily made;
  made.name = "frontrow_outbox_publish_seconds";
  made.help = "From a commit to its last event being in the stream.";
  made.type = MetricType::Histogram;
  for (std::size_t p = 0; p < lanes.size(); ++p) {
    const auto& seen = *lanes[p];
    ClientMetric m;
    m.label.push_back({"partition", std::to_string(p)});
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < lane_figures::second_bounds.size(); ++i) {
      below += seen.delays[i];
      m.histogram.bucket.push_back({below, lane_figures::second_bounds[i]});
    }
    m.histogram.sample_count = below + seen.delays.back();
    m.histogram.sample_sum = as_double(seen.delay_nanoseconds) * 1e-9;
    made.metric.push_back(std::move(m));
  }
  return made;
}

} // namespace

std::vector<MetricFamily> outbox_families(const std::vector<std::shared_ptr<lane_figures>>& lanes,
                                          instant now) {
  using state = outbox_lane::state;
  constexpr auto gauge = MetricType::Gauge;
  constexpr auto counter = MetricType::Counter;
  family published{"frontrow_outbox_published_position",
                   "The position up to which the stream lacks nothing but parked events.", gauge};
  family lag{"frontrow_outbox_lag_events", "Committed events that are not published yet.", gauge};
  family age{"frontrow_outbox_lag_seconds", "Age of the oldest event not published yet.", gauge};
  family up{"frontrow_outbox_up", "1 while events flow to the broker.", gauge};
  family foreign{"frontrow_outbox_refusing",
                 "1 while nothing is published because the stream belongs to another history.",
                 gauge};
  family parked{"frontrow_outbox_parked_events", "Parked events that wait for the operator.",
                gauge};
  family discarded{"frontrow_outbox_discarded_events", "Events that the operator gave up.", gauge};
  family retries{"frontrow_outbox_retries_total", "Attempts to publish that came to nothing.",
                 counter};
  family again{"frontrow_outbox_republished_events_total",
               "Events published again because the stream had lost them.", counter};
  for (std::size_t p = 0; p < lanes.size(); ++p) {
    const auto& seen = *lanes[p];
    if (!seen.is_leading)
      continue;
    if (seen.is_known) {
      const auto done = seen.published.load();
      published.add(p, static_cast<double>(done));
      lag.add(p, static_cast<double>(std::max(seen.last.load(), done) - done));
      age.add(p, seconds_since(seen.oldest, now));
    }
    up.add(p, seen.is == state::flowing ? 1 : 0);
    foreign.add(p, seen.is == state::refusing ? 1 : 0);
    parked.add(p, as_double(seen.waiting));
    discarded.add(p, as_double(seen.discarded));
    retries.add(p, as_double(seen.retries));
    again.add(p, as_double(seen.republished));
  }
  std::vector<MetricFamily> all;
  if (!lanes.empty())
    for (auto* each :
         {&published, &lag, &age, &up, &foreign, &parked, &discarded, &retries, &again})
      all.push_back(each->take());
  if (!lanes.empty())
    all.push_back(delays(lanes));
  return all;
}

} // namespace frontrow
