#include "actors/base/clock.hpp"
#include "actors/base/counted_actor.hpp"
#include "actors/base/tsid.hpp"
#include "actors/open_house.hpp"
#include "bench/load/run_load.hpp"
#include "cluster/command/cluster_command.hpp"
#include "config/log.hpp"
#include "config/operator_token.hpp"
#include "config/read_settings.hpp"
#include "config/settings_page.hpp"
#include "console/console_command.hpp"
#include "console/outbox_command.hpp"
#include "http/admin/console.hpp"
#include "http/operations/entrance_metrics.hpp"
#include "http/operations/key_reload.hpp"
#include "http/operations/metrics_page.hpp"
#include "http/operations/request_log.hpp"
#include "http/operations/server_metrics.hpp"
#include "http/operations/start_log.hpp"
#include "http/routes.hpp"
#include "http/server/io_contexts.hpp"
#include "http/server/io_threads.hpp"
#include "persistence/fault_point.hpp"
#include "persistence/inspection/audit_actor.hpp"
#include "persistence/outbox/outbox_metrics.hpp"
#include "persistence/redis/line_log.hpp"
#include "persistence/redis/require.hpp"
#include "persistence/redis/start.hpp"
#include "persistence/store_log.hpp"
#include "supervisor/canaries.hpp"
#include "supervisor/notifier.hpp"
#include "supervisor/process.hpp"
#include "web/assets.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <iostream>

#include <openssl/rand.h>
#include <unistd.h>

namespace frontrow {

namespace {

/// How long a change of the key files may go unnoticed.
constexpr auto key_period = std::chrono::seconds{1};

token_id fresh_token() {
  token_id token;
  do {
    if (RAND_bytes(reinterpret_cast<unsigned char*>(&token), sizeof token) != 1)
      throw std::runtime_error{"the system gives no random bytes"};
  } while (!token);
  return token;
}

backstage_ptr make_backstage(const settings& how, const store_actors& store,
                             const redis::redis_actors& redis, wall_clock now) {
  auto stage = std::make_shared<backstage>();
  stage->on_line = log_line;
  stage->writer = store.writer;
  stage->archive = store.archive;
  stage->guard = redis.guard;
  stage->lines = redis.lines;
  stage->now = std::move(now);
  // One node: its number is 0.
  stage->fresh_reservation = [now = stage->now, ids = std::make_shared<tsid_source>(0)] {
    return ids->next(now());
  };
  stage->fresh_token = fresh_token;
  stage->how = how;
  return stage;
}

http::server_parts make_parts(http::context& with, std::shared_ptr<http::tls_keys> tls,
                              http::entrance::doorkeeper& doorkeeper) {
  http::server_parts parts;
  parts.tls = std::move(tls);
  if (doorkeeper.has_work())
    parts.screen = [&doorkeeper](http::request& asked, const http::route& row, auto now) {
      return doorkeeper.screen(asked, row, now);
    };
  parts.routes = http::routes(with);
  parts.print_error = http::print_refused;
  http::log_requests(parts);
  return parts;
}

http::context make_context(caf::actor_system& system, const settings& how,
                           const store_actors& keepers, const backstage_ptr& stage) {
  http::context with;
  with.doors = open_house(system, stage, keepers.feed);
  if (keepers.drain)
    with.doors.outbox = keepers.drain;
  with.doors.inspector = keepers.inspector;
  with.doors.audit
      = system.spawn<caf::detached>(keep_audit, std::filesystem::path{how.data} / "audit.jsonl");
  with.how = how;
  with.zone = *http::parse_zone(how.time_zone);
  with.now = stage->now;
  with.files = web::assets();
  with.seal = http::concert::token_seal{how.queue.secret};
  with.on_fault = [&system](const http::request& r, const caf::error& why) {
    log_event(spdlog::level::err, "ask failed", {{"id", r.id}, {"why", system.render(why)}});
  };
  return with;
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

/// Serves until told to stop. Throws std::runtime_error of one clear line when it cannot begin.
void serve(settings how) {
  keep_signals();
  http::log_bugs();
  const auto tls
      = how.tls.certificate.empty() ? nullptr : std::make_shared<http::tls_keys>(how.tls);
  const auto clock = make_wall_clock();
  http::entrance::doorkeeper doorkeeper{how, clock, fresh_token().high, http::log_keys};
  redis::require(how.redis);
  const auto store = open_store(how);
  const auto token_path = provide_operator_token(how);
  provide_queue_secret(how);
  caf::actor_system_config config;
  http::use_io_threads(config, how.http);
  caf::actor_system system{config};
  const auto batches = std::make_shared<batch_metrics>();
  const auto observer = make_observer(batches);
  redis::figures redis_seen;
  log_redis(redis_seen);
  const store_options options{.outbox = make_outbox(how, redis_seen),
                              .fault = fault_from_environment()};
  const store_side over_store{system, start_store(system, *store, clock, options, observer)};
  const auto& keepers = over_store.actors();
  const auto lines_seen = make_line_observer(redis_seen.tokens);
  redis::redis_side over_redis{system, how, redis_seen, lines_seen};

  auto with = make_context(system, how, keepers,
                           make_backstage(how, keepers, over_redis.actors(), clock));
  const house_end end_with_this{with.doors};
  http::server server{system, how, make_parts(with, tls, doorkeeper)};
  with.console = make_console(server, *observer, *batches, clock);
  http::metrics_page page;
  page.add([&] { return http::server_families(server.figures()); });
  if (tls)
    page.add([&] { return http::tls_families(server.figures(), tls->figures()); });
  page.add([&] { return http::entrance_families(doorkeeper.figures()); });
  page.add(http::actor_families);
  page.add(http::house_families);
  page.add([&] { return store_families(*observer, *batches, *keepers.feed_seen); });
  page.add([&] { return redis::redis_families(redis_seen); });
  page.add([&] { return line_families(*lines_seen); });
  page.add([&] { return outbox_families(keepers.lanes, clock()); });
  with.metrics = [&] {
    return page.print();
  };
  std::atomic<bool> is_draining{false};
  with.unready_reasons = [&] {
    return http::unready_reasons(is_draining, observer->failing > 0);
  };
  server.listen();
  doorkeeper.watch_keys(key_period);
  // Not before: a refusal to start is one line.
  allow_connections(how.http.connections_max);
  http::say_where(how, server, token_path);
  if (tls)
    http::tell_worries(*tls);
  const auto manager = notifier::of_environment();
  tell(manager, "READY=1");
  auto watch = watch_over(manager, system, keepers.writers);
  wait_for_the_end(tls.get());
  log_event(spdlog::level::info, "draining");
  tell(manager, stopping_lines(how.shutdown_grace));
  is_draining = true;
  server.drain(how.shutdown_grace);
  watch.reset();
  close_house(system, with.doors);
  over_redis.finish();
}

/// The exit status of work that may be unable to begin, and then says why in one line.
template <class Work>
int or_say_why(Work work) {
  try {
    work();
    return 0;
  } catch (const std::exception& why) {
    std::cerr << "frontrow: " << why.what() << '\n';
    return 2;
  }
}

int check_config(const config::read_result& read) {
  auto& stream = read.mistakes.empty() ? std::cout : std::cerr;
  stream << config::check_page(read);
  return read.mistakes.empty() ? 0 : 2;
}

int run(const config::read_result& read) {
  if (read.command == "load")
    return load::run_load(read.rest);
  if (read.command == "outbox")
    return console::run_outbox(read.rest);
  if (read.command == "cluster")
    return cluster::run_cluster(read.rest);
  if (read.command == "console")
    return console::run_console(read.rest);
  if (read.wants_version || read.wants_help) {
    std::cout << (read.wants_version ? "frontrow " FRONTROW_VERSION "\n" : read.help);
    return 0;
  }
  if (read.command == "check-config")
    return check_config(read);
  if (!read.mistakes.empty()) {
    std::cerr << config::mistake_line(read);
    return 2;
  }
  if (read.command == "migrate")
    return or_say_why([&] { std::cout << migrate_store(read.values) << '\n'; });
  start_logging(read.values.log);
  return or_say_why([&] {
    serve(read.values);
    log_event(spdlog::level::info, "stopped");
  });
}

} // namespace

} // namespace frontrow

int main(int argc, char** argv) {
  return frontrow::run(
      frontrow::config::read_settings(argc, argv, frontrow::config::environment_of(environ)));
}
