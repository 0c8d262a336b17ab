#include "http/operations/entrance_metrics.hpp"

#include "http/operations/metrics_page.hpp"

#include <prometheus/metric_type.h>

namespace frontrow::http {

namespace {

using prometheus::MetricFamily;

struct labelled {
  std::string_view value;
  std::uint64_t count;
};

MetricFamily counters(std::string name, std::string help, std::string_view label,
                      std::initializer_list<labelled> all) {
  MetricFamily f;
  f.name = std::move(name);
  f.help = std::move(help);
  f.type = prometheus::MetricType::Counter;
  for (const auto& each : all) {
    auto& metric = f.metric.emplace_back();
    metric.label.push_back({std::string{label}, std::string{each.value}});
    metric.counter.value = static_cast<double>(each.count);
  }
  return f;
}

} // namespace

std::vector<MetricFamily> entrance_families(const entrance::entrance_figures& f) {
  std::vector<MetricFamily> all;
  if (f.keys) {
    all.push_back(counters("frontrow_tokens_total",
                           "Bearer tokens: verified, known from before, or refused.", "result",
                           {{"verified", f.tokens_verified},
                            {"remembered", f.tokens_remembered},
                            {"refused", f.tokens_refused}}));
    all.push_back(gauge_family("frontrow_token_keys", "Keys that verify bearer tokens.",
                               static_cast<double>(f.keys->keys)));
    all.push_back(gauge_family("frontrow_token_keys_stale",
                               "1 while the key files are not what counts: they are broken.",
                               f.keys->is_stale ? 1 : 0));
    all.push_back(counters("frontrow_token_key_changes_total", "Changes of the key files.",
                           "result", {{"taken", f.keys->taken}, {"refused", f.keys->refused}}));
  }
  if (f.has_limits)
    all.push_back(counters("frontrow_rate_limited_total", "Requests answered 429, by whose limit.",
                           "by", {{"address", f.limited_by_address}, {"user", f.limited_by_user}}));
  return all;
}

} // namespace frontrow::http
