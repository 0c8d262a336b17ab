#include "http/operations/server_metrics.hpp"

#include "actors/base/counted_actor.hpp"
#include "actors/base/house_figures.hpp"
#include "http/operations/metrics_page.hpp"

#include <prometheus/metric_type.h>

namespace frontrow::http {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;

MetricFamily family(std::string name, std::string help, prometheus::MetricType type) {
  MetricFamily f;
  f.name = std::move(name);
  f.help = std::move(help);
  f.type = type;
  return f;
}

ClientMetric labelled(std::string name, std::string value) {
  ClientMetric m;
  m.label.push_back({std::move(name), std::move(value)});
  return m;
}

ClientMetric latency_of(const route_figures& r) {
  auto m = labelled("route", r.name);

  std::uint64_t below = 0;
  for (std::size_t i = 0; i < latency_bounds.size(); ++i) {
    below += r.latency[i];
    m.histogram.bucket.push_back({below, latency_bounds[i] / 1e6});
  }
  m.histogram.sample_count = below + r.latency.back();
  m.histogram.sample_sum = static_cast<double>(r.latency_sum) / 1e6;
  return m;
}

} // namespace

std::vector<MetricFamily> server_families(const server_figures& f) {
  auto requests = family("frontrow_http_requests_total", "Answered requests.",
                         prometheus::MetricType::Counter);
  auto latency = family("frontrow_http_request_seconds",
                        "From the last byte of a request to its answer's hand-over.",
                        prometheus::MetricType::Histogram);
  for (const auto& r : f.routes) {
    for (const auto& s : r.statuses) {
      auto m = labelled("route", r.name);
      m.label.push_back({"status", std::to_string(s.status)});
      m.counter.value = static_cast<double>(s.requests);
      requests.metric.push_back(std::move(m));
    }
    if (!r.statuses.empty())
      latency.metric.push_back(latency_of(r));
  }
  return {requests,
          latency,
          gauge_family("frontrow_http_connections", "Open connections.",
                       static_cast<double>(f.connections_open)),
          counter_family("frontrow_http_connections_accepted_total", "Connections accepted.",
                         static_cast<double>(f.connections_accepted)),
          counter_family("frontrow_http_connections_refused_total",
                         "Connections refused: too many were open.",
                         static_cast<double>(f.connections_refused)),
          gauge_family("frontrow_http_requests_in_flight", "Requests being worked on.",
                       static_cast<double>(f.requests_in_flight)),
          counter_family("frontrow_http_requests_refused_total",
                         "Requests refused with 503: too many were being worked on.",
                         static_cast<double>(f.requests_refused)),
          gauge_family("frontrow_http_streams", "Open event streams.",
                       static_cast<double>(f.streams_open)),
          counter_family("frontrow_http_timed_out_total", "Clients cut off for being slow.",
                         static_cast<double>(f.timed_out))};
}

std::vector<MetricFamily> tls_families(const server_figures& f, const tls_figures& keys) {
  return {counter_family("frontrow_tls_handshakes_total", "TLS handshakes.",
                         static_cast<double>(f.tls_greeted)),
          counter_family("frontrow_tls_handshake_failures_total",
                         "TLS handshakes that came to nothing.",
                         static_cast<double>(f.tls_refused)),
          counter_family("frontrow_tls_reloads_total", "Certificates and keys read again.",
                         static_cast<double>(keys.reloads)),
          counter_family("frontrow_tls_reload_failures_total",
                         "Certificates and keys that could not be used: the old ones stay.",
                         static_cast<double>(keys.reload_failures)),
          gauge_family("frontrow_tls_certificate_expiry_timestamp_seconds",
                       "When the certificate in use expires, in seconds since 1970.",
                       static_cast<double>(keys.expiry))};
}

std::vector<MetricFamily> actor_families() {
  using prometheus::MetricType;
  auto alive = family("frontrow_actors_alive", "Actors alive.", MetricType::Gauge);
  auto made
      = family("frontrow_actor_activations_total", "Actors brought alive.", MetricType::Counter);
  auto handled = family("frontrow_actor_messages_total", "Messages handled.", MetricType::Counter);
  auto busy = family("frontrow_actor_busy_seconds_total", "Time spent handling messages.",
                     MetricType::Counter);
  auto depth
      = family("frontrow_actor_mailbox_depth", "Messages waiting in mailboxes.", MetricType::Gauge);
  auto faults
      = family("frontrow_actor_faults_total", "Actors that ended by a bug.", MetricType::Counter);
  for (std::size_t i = 0; i < actor_figures.size(); ++i) {
    const auto& f = actor_figures[i];
    auto add = [&](MetricFamily& to, double value) {
      auto m = labelled("kind", actor_kind_names[i]);
      (to.type == MetricType::Gauge ? m.gauge.value : m.counter.value) = value;
      to.metric.push_back(std::move(m));
    };
    // Read what is subtracted first: a depth must not look negative.
    const auto done = f.handled.load() + f.lost.load();
    const auto received = f.received.load();
    add(alive, static_cast<double>(f.alive.load()));
    add(made, static_cast<double>(f.activations.load()));
    add(handled, static_cast<double>(f.handled.load()));
    add(busy, static_cast<double>(f.busy_nanoseconds.load()) * 1e-9);
    add(faults, static_cast<double>(f.faults.load()));
    add(depth, received > done ? static_cast<double>(received - done) : 0);
  }
  return {alive, made, handled, busy, depth, faults};
}

std::vector<MetricFamily> house_families() {
  const auto& h = the_house;
  return {gauge_family("frontrow_holds", "Seats held, not yet paid for.",
                       static_cast<double>(h.holds.load())),
          counter_family("frontrow_hold_expiries_total", "Holds that ran out.",
                         static_cast<double>(h.expiries.load())),
          gauge_family("frontrow_queue_waiting", "People waiting, over all waiting rooms.",
                       static_cast<double>(h.waiting.load())),
          gauge_family("frontrow_queue_active", "ACTIVE sessions, over all waiting rooms.",
                       static_cast<double>(h.active.load())),
          counter_family("frontrow_queue_admissions_total", "People let in.",
                         static_cast<double>(h.admissions.load())),
          counter_family("frontrow_queue_lines_lost_total",
                         "Lines that a start found gone, in Redis and in memory.",
                         static_cast<double>(h.lines_lost.load())),
          counter_family("frontrow_queue_lines_restored_total",
                         "Lines that Redis had lost and that were written back from memory.",
                         static_cast<double>(h.lines_restored.load())),
          counter_family("frontrow_queue_places_returned_total",
                         "Places taken up again by a signed token alone.",
                         static_cast<double>(h.places_returned.load()))};
}

} // namespace frontrow::http
