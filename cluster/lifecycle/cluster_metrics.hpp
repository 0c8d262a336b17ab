#pragma once

#include "cluster/lifecycle/cluster_node.hpp"

#include <prometheus/metric_family.h>

namespace frontrow::cluster {

/// Members, shards, lease and hand-overs, as this node sees them.
std::vector<prometheus::MetricFamily> cluster_families(const cluster_node&);

} // namespace frontrow::cluster
