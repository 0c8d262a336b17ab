#include "http/operations/metrics_page.hpp"

#include <prometheus/text_serializer.h>

namespace frontrow::http {

void metrics_page::add(std::shared_ptr<const prometheus::Collectable> from) {
  collectors_.push_back([from = std::move(from)] { return from->Collect(); });
}

void metrics_page::add(std::function<families()> from) {
  collectors_.push_back(std::move(from));
}

void metrics_page::add_text(std::function<std::string()> from) {
  texts_.push_back(std::move(from));
}

std::string metrics_page::print() const {
  families all;
  for (const auto& collect : collectors_)
    for (auto& family : collect())
      all.push_back(std::move(family));
  auto out = prometheus::TextSerializer{}.Serialize(all);
  for (const auto& print : texts_)
    out += print();
  return out;
}

prometheus::MetricFamily counter_family(std::string name, std::string help, double value) {
  prometheus::MetricFamily family;
  family.name = std::move(name);
  family.help = std::move(help);
  family.type = prometheus::MetricType::Counter;
  family.metric.emplace_back().counter.value = value;
  return family;
}

prometheus::MetricFamily gauge_family(std::string name, std::string help, double value) {
  prometheus::MetricFamily family;
  family.name = std::move(name);
  family.help = std::move(help);
  family.type = prometheus::MetricType::Gauge;
  family.metric.emplace_back().gauge.value = value;
  return family;
}

} // namespace frontrow::http
