#include "cluster/lifecycle/cluster_metrics.hpp"

namespace frontrow::cluster {

namespace {

using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily one(const char* name, const char* help, MetricType type, double value) {
  MetricFamily made;
  made.name = name;
  made.help = help;
  made.type = type;
  prometheus::ClientMetric m;
  (type == MetricType::Gauge ? m.gauge.value : m.counter.value) = value;
  made.metric.push_back(std::move(m));
  return made;
}

template <class Number>
double as_double(const std::atomic<Number>& value) {
  return static_cast<double>(value.load());
}

} // namespace

std::vector<MetricFamily> cluster_families(const cluster_node& node) {
  const auto& seen = node.figures();
  const auto left
      = std::chrono::duration<double>{node.held().left(std::chrono::steady_clock::now())};
  const auto gauge = MetricType::Gauge;
  const auto counter = MetricType::Counter;
  return {
      one("frontrow_cluster_node", "This life of the node.", gauge,
          static_cast<double>(raw(node.id()))),
      one("frontrow_cluster_view", "Version of the view that this node goes by.", gauge,
          as_double(seen.view)),
      one("frontrow_cluster_members", "Living nodes.", gauge, as_double(seen.members)),
      one("frontrow_cluster_shards", "Shards that this node serves.", gauge,
          as_double(seen.shards)),
      one("frontrow_cluster_shards_unowned", "Shards that nobody owns.", gauge,
          as_double(seen.unowned)),
      one("frontrow_cluster_lease_seconds", "What is left of the lease; negative: over.", gauge,
          left.count()),
      one("frontrow_cluster_claimed_total", "Shards taken over.", counter, as_double(seen.claimed)),
      one("frontrow_cluster_given_total", "Shards given away.", counter, as_double(seen.given)),
      one("frontrow_cluster_hand_overs_total", "Times that shards were given away.", counter,
          as_double(seen.hand_overs)),
      one("frontrow_cluster_hand_over_seconds_total", "How long that took.", counter,
          as_double(seen.hand_over_nanoseconds) * 1e-9),
      one("frontrow_cluster_peers", "Other nodes connected to the node port.", gauge,
          as_double(node.port().peers)),
      one("frontrow_cluster_calls_total", "Calls that other nodes made here.", counter,
          as_double(node.port().calls)),
      one("frontrow_cluster_turned_away_total", "Connections that the node port turned away.",
          counter, as_double(node.port().turned_away)),
  };
}

} // namespace frontrow::cluster
