#pragma once

#include "persistence/outbox/lane.hpp"

#include <prometheus/metric_family.h>

namespace frontrow {

/// How far each partition's stream is behind the store. A lane that has not compared itself with
/// its stream yet says nothing about positions.
std::vector<prometheus::MetricFamily>
outbox_families(const std::vector<std::shared_ptr<lane_figures>>& lanes, instant now);

} // namespace frontrow
