#pragma once

#include "http/server/figures.hpp"

#include <prometheus/metric_family.h>

#include <vector>

namespace frontrow::http {

/// What the server counts: requests by route and status, latency by route, connections.
std::vector<prometheus::MetricFamily> server_families(const server_figures&);

/// What actors count, by kind: alive, activations, messages, handling time, mailbox depth.
std::vector<prometheus::MetricFamily> actor_families();

/// What the house looks like: holds, expiries, waiting rooms.
std::vector<prometheus::MetricFamily> house_families();

} // namespace frontrow::http
