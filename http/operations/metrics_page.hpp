#pragma once

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace frontrow::http {

/// The text of GET /metrics, put together at each reading, so that who counts pays an atomic and
/// nothing more. Fill it before serving begins; printing is thread-safe from then on.
class metrics_page {
public:
  using families = std::vector<prometheus::MetricFamily>;

  void add(std::shared_ptr<const prometheus::Collectable>);
  /// Families made when asked for.
  void add(std::function<families()>);
  /// Lines in the exposition format already, each ended by a line feed.
  void add_text(std::function<std::string()>);

  std::string print() const;

private:
  std::vector<std::function<families()>> collectors_;
  std::vector<std::function<std::string()>> texts_;
};

/// A family of one value without labels.
prometheus::MetricFamily counter_family(std::string name, std::string help, double value);
prometheus::MetricFamily gauge_family(std::string name, std::string help, double value);

} // namespace frontrow::http
