#pragma once

#include "http/entrance/doorkeeper.hpp"

#include <prometheus/metric_family.h>

#include <vector>

namespace frontrow::http {

/// What the doorkeeper counts: tokens and keys where `auth = jwt`, refusals where there are limits.
std::vector<prometheus::MetricFamily> entrance_families(const entrance::entrance_figures&);

} // namespace frontrow::http
