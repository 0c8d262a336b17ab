#include "serve.hpp"

#include "actors/base/adjustable_clock.hpp"
#include "actors/base/clock.hpp"
#include "actors/base/counted_actor.hpp"
#include "actors/open_house.hpp"
#include "assembly.hpp"
#include "cluster/lifecycle/cluster_metrics.hpp"
#include "config/log.hpp"
#include "config/operator_token.hpp"
#include "http/admin/console.hpp"
#include "http/operations/entrance_metrics.hpp"
#include "http/operations/key_reload.hpp"
#include "http/operations/metrics_page.hpp"
#include "http/operations/request_log.hpp"
#include "http/operations/server_metrics.hpp"
#include "http/server/io_contexts.hpp"
#include "http/server/io_threads.hpp"
#include "persistence/fault_point.hpp"
#include "persistence/outbox/outbox_metrics.hpp"
#include "persistence/redis/line_log.hpp"
#include "persistence/redis/require.hpp"
#include "persistence/redis/start.hpp"
#include "persistence/store_log.hpp"
#include "supervisor/canaries.hpp"
#include "supervisor/notifier.hpp"
#include "supervisor/process.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/io/middleman.hpp>

#include <atomic>
#include <csignal>

#include <unistd.h>

namespace frontrow {

namespace {

/// How long a change of the key files may go unnoticed.
constexpr auto key_period = std::chrono::seconds{1};

void log_bugs() {
  on_actor_fault = [](const char* kind, const char* what) {
    log_event(spdlog::level::critical, "an actor ended by a bug", {{"kind", kind}, {"what", what}});
  };
}

/// As many files as connections take; warns when the system allows fewer.
void allow_connections(std::uint32_t wanted) {
  constexpr std::uint64_t own_files = 64;
  if (const auto allowed = raise_file_limit(wanted + own_files))
    log_event(spdlog::level::warn, "fewer open files are allowed than http.connections_max needs",
              {{"allowed", static_cast<std::int64_t>(*allowed)},
               {"connections_max", std::int64_t{wanted}}});
}

/// Until SIGINT or SIGTERM; at SIGHUP reads again what can be.
void wait_for_the_end(http::tls_keys* tls) {
  while (await_signal() == SIGHUP)
    http::reload_keys(tls);
}

bool is_loopback(const std::string& address) {
  return address == "127.0.0.1" || address == "::1" || address == "localhost";
}

void say_where(const settings& how, const http::server& server, const std::string& token_path) {
  if (!is_loopback(how.listen) && how.auth == "none")
    log_event(spdlog::level::warn,
              "LISTENING BEYOND LOOPBACK WITHOUT AUTHENTICATION (auth = none): every caller is "
              "believed to be the user it names",
              {{"listen", how.listen}});
  if (how.admin_port != 0 && !is_loopback(how.admin_listen))
    log_event(spdlog::level::warn,
              "the admin port listens beyond loopback without TLS: the operator's token can be "
              "read on its way",
              {{"admin_listen", how.admin_listen}});
  log_always("ready", {{"url", (how.tls.certificate.empty() ? "http://" : "https://") + how.listen
                                   + ":" + std::to_string(server.port())},
                       {"app_port", std::int64_t{server.app_port()}},
                       {"admin_port", std::int64_t{server.admin_port()}},
                       {"store", how.store},
                       {"data", how.data},
                       {"operator_token", token_path}});
}

void tell(const notifier& manager, const std::string& lines) {
  if (!manager.tell(lines))
    log_event(spdlog::level::warn, "the service manager cannot be told", {{"what", lines}});
}

/// Tells the service manager that the server lives, where it asks for that.
std::unique_ptr<watchdog> watch_over(const notifier& manager, caf::actor_system& system,
                                     const std::vector<writer_actor>& writers) {
  if (const auto patience = manager.patience())
    return std::make_unique<watchdog>(*patience,
                                      canaries(system, http::io_contexts_of(system), writers),
                                      [&manager] { tell(manager, "WATCHDOG=1"); });
  return {};
}

std::vector<std::string> unready_reasons(bool is_draining, bool is_store_failing,
                                         const cluster::cluster_node* node) {
  std::vector<std::string> reasons;
  if (is_draining)
    reasons.emplace_back("the server is being stopped");
  if (is_store_failing)
    reasons.emplace_back("the store takes no writes: the last commit failed");
  if (node != nullptr && !node->holds_lease())
    reasons.emplace_back("this node has no lease: the registry does not answer");
  return reasons;
}

/// The registry's actor, where there is a cluster; ended when this goes.
struct registry_side {
  registry_side(caf::actor_system& system, store& on, bool is_cluster) {
    if (is_cluster)
      actor = start_registry(system, on);
  }
  ~registry_side() {
    if (actor)
      caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
  }
  registry_side(const registry_side&) = delete;
  registry_side& operator=(const registry_side&) = delete;

  registry_actor actor;
};

/// Gives away what this node owns, before it stops serving.
void leave(cluster::cluster_node& node, milliseconds patience) {
  if (node.leave(patience))
    log_event(spdlog::level::info, "left the cluster");
  else
    log_event(spdlog::level::warn, "left the cluster before others had taken everything");
}

void add_families_of_the_edge(http::metrics_page& page, const http::server& server,
                              const http::tls_keys* tls,
                              const http::entrance::doorkeeper& doorkeeper) {
  page.add([&] { return http::server_families(server.figures()); });
  if (tls != nullptr)
    page.add([&server, tls] { return http::tls_families(server.figures(), tls->figures()); });
  page.add([&] { return http::entrance_families(doorkeeper.figures()); });
  page.add(http::actor_families);
  page.add(http::house_families);
}

/// Not before it serves: a refusal to start is one line.
void say_ready(const settings& how, const http::server& server, const std::string& token_path,
               const http::tls_keys* tls) {
  allow_connections(how.http.connections_max);
  say_where(how, server, token_path);
  if (tls != nullptr)
    http::tell_worries(*tls);
}

void prepare(caf::actor_system_config& config, const settings& how) {
  http::use_io_threads(config, how.http);
  if (!how.cluster.listen.empty())
    config.load<caf::io::middleman>();
}

http::admin::store_seen see_store(const writer_observer& seen, const batch_metrics& batches) {
  return {.batches = seen.batches,
          .committed = seen.committed,
          .conflicts = seen.conflicts,
          .failed = seen.failed,
          .overloaded = seen.overloaded,
          .pending = seen.pending,
          .events = seen.events,
          .commit_nanoseconds = batches.nanoseconds(),
          .is_failing = seen.failing > 0};
}

std::shared_ptr<http::admin::console> make_console(const http::server& server,
                                                   const writer_observer& observer,
                                                   const batch_metrics& batches,
                                                   const wall_clock& clock) {
  http::admin::picture_sources from;
  from.server = [&] {
    return server.figures();
  };
  from.store = [&] {
    return see_store(observer, batches);
  };
  return std::make_shared<http::admin::console>(from, clock);
}

/// Serves until told to stop. True: it has been declared dead, and may begin anew.
bool serve_once(settings how) {
  const auto tls
      = how.tls.certificate.empty() ? nullptr : std::make_shared<http::tls_keys>(how.tls);
  const bool is_cluster = !how.cluster.listen.empty();
  const auto store_time = std::make_shared<adjustable_clock>(make_wall_clock());
  const auto clock = is_cluster ? reading(store_time) : make_wall_clock();
  http::entrance::doorkeeper doorkeeper{how, clock, fresh_token().high, http::log_keys};
  redis::require(how.redis);
  const auto store = open_store(how, is_cluster);
  const auto token_path = provide_operator_token(how);
  provide_queue_secret(how);
  caf::actor_system_config config;
  prepare(config, how);
  caf::actor_system system{config};
  std::atomic<bool> is_buried{false};
  const registry_side registry{system, *store, is_cluster};
  const auto node = join(system, how, registry.actor, store_time, is_buried);
  const auto batches = std::make_shared<batch_metrics>();
  const auto observer = make_observer(batches);
  redis::figures redis_seen;
  log_redis(redis_seen);
  const store_options options{.outbox = make_outbox(how, redis_seen),
                              .fault = fault_from_environment(),
                              .node = node ? node->id() : node_id{}};
  const store_side over_store{system, start_store(system, *store, clock, options, observer)};
  const auto& keepers = over_store.actors();
  const auto lines_seen = make_line_observer(redis_seen.tokens);
  redis::redis_side over_redis{system, how, redis_seen, lines_seen};

  auto with = make_context(system, how, keepers,
                           make_backstage(how, keepers, over_redis.actors(), clock, node.get()),
                           node.get());
  const house_end end_with_this{with.doors};
  http::server server{system, how, make_parts(with, tls, doorkeeper)};
  with.console = make_console(server, *observer, *batches, clock);
  http::metrics_page page;
  add_families_of_the_edge(page, server, tls.get(), doorkeeper);
  page.add([&] { return store_families(*observer, *batches, *keepers.feed_seen); });
  page.add([&] { return redis::redis_families(redis_seen); });
  page.add([&] { return line_families(*lines_seen); });
  page.add([&] { return outbox_families(keepers.lanes, clock()); });
  if (node)
    page.add([&] { return cluster::cluster_families(*node); });
  with.metrics = [&] {
    return page.print();
  };
  std::atomic<bool> is_draining{false};
  with.unready_reasons = [&] {
    return unready_reasons(is_draining, observer->failing > 0, node.get());
  };
  server.listen();
  doorkeeper.watch_keys(key_period);
  say_ready(how, server, token_path, tls.get());
  const auto manager = notifier::of_environment();
  tell(manager, "READY=1");
  auto watch = watch_over(manager, system, keepers.writers);
  wait_for_the_end(tls.get());
  log_event(spdlog::level::info, "draining");
  tell(manager, stopping_lines(how.shutdown_grace));
  is_draining = true;
  if (node && !is_buried)
    leave(*node, how.shutdown_grace);
  server.drain(how.shutdown_grace);
  watch.reset();
  if (!node)
    close_house(system, with.doors);
  over_redis.finish();
  return is_buried;
}

} // namespace

void serve(settings how) {
  keep_signals();
  log_bugs();
  while (serve_once(how))
    log_event(spdlog::level::err,
              "this node was declared dead: its lease ended before it was renewed; it begins anew");
}

} // namespace frontrow
