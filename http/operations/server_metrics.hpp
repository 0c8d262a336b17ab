#pragma once

#include "http/server/figures.hpp"
#include "http/server/tls_keys.hpp"

#include <prometheus/metric_family.h>

#include <vector>

namespace frontrow::http {

/// What the server counts: requests by route and status, latency by route, connections.
std::vector<prometheus::MetricFamily> server_families(const server_figures&);

/// The TLS port's handshakes, and its certificate. Only where there is TLS.
std::vector<prometheus::MetricFamily> tls_families(const server_figures&, const tls_figures&);

/// What actors count, by kind: alive, activations, messages, handling time, mailbox depth.
std::vector<prometheus::MetricFamily> actor_families();

/// What the house looks like: holds, expiries, waiting rooms.
std::vector<prometheus::MetricFamily> house_families();

} // namespace frontrow::http
