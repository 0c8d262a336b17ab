#include "actors/base/clock.hpp"
#include "actors/base/counted_actor.hpp"
#include "actors/base/tsid.hpp"
#include "actors/open_house.hpp"
#include "bench/load/run_load.hpp"
#include "config/log.hpp"
#include "config/operator_token.hpp"
#include "config/read_settings.hpp"
#include "config/settings_page.hpp"
#include "console/outbox_command.hpp"
#include "http/entrance/doorkeeper.hpp"
#include "http/operations/entrance_metrics.hpp"
#include "http/operations/key_reload.hpp"
#include "http/operations/metrics_page.hpp"
#include "http/operations/server_metrics.hpp"
#include "http/routes.hpp"
#include "http/server/io_contexts.hpp"
#include "http/server/io_threads.hpp"
#include "http/server/server.hpp"
#include "http/server/tls_keys.hpp"
#include "persistence/fault_point.hpp"
#include "persistence/open.hpp"
#include "persistence/outbox/outbox_metrics.hpp"
#include "persistence/outbox/redis_broker.hpp"
#include "persistence/redis/figures.hpp"
#include "persistence/redis/line_log.hpp"
#include "persistence/redis/require.hpp"
#include "persistence/redis/start.hpp"
#include "persistence/store_metrics.hpp"
#include "supervisor/canaries.hpp"
#include "supervisor/notifier.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>

#include <atomic>
#include <csignal>
#include <iostream>

#include <openssl/rand.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

namespace frontrow {

namespace {

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
  parts.log_all = spdlog::default_logger_raw()->should_log(spdlog::level::debug);
  parts.log = [](const http::access_record& r) {
    log_event(r.status >= 500 ? spdlog::level::warn : spdlog::level::debug, "request",
              {{"id", r.id},
               {"trace", r.trace},
               {"method", r.method},
               {"route", r.route},
               {"status", std::int64_t{r.status}},
               {"microseconds", r.took.count()},
               {"bytes", static_cast<std::int64_t>(r.bytes)},
               {"peer", r.peer}});
  };
  parts.log_fault = [](std::string_view id, std::string_view what) {
    log_event(spdlog::level::err, "endpoint threw", {{"id", id}, {"what", what}});
  };
  return parts;
}

void tell_of_keys(const http::entrance::key_news& news) {
  if (news.is_good)
    log_event(spdlog::level::info, "the keys of bearer tokens have changed",
              {{"keys", static_cast<std::int64_t>(news.keys)}});
  else
    log_event(spdlog::level::err, "changed keys of bearer tokens are not taken: those before stay",
              {{"why", news.why}, {"keys", static_cast<std::int64_t>(news.keys)}});
}

sigset_t awaited_signals() {
  sigset_t all;
  sigemptyset(&all);
  for (const int each : {SIGINT, SIGTERM, SIGHUP})
    sigaddset(&all, each);
  return all;
}

/// From now on SIGINT, SIGTERM and SIGHUP wait until `wait_for_the_end` takes them.
void keep_signals() {
  const auto awaited = awaited_signals();
  pthread_sigmask(SIG_BLOCK, &awaited, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  // A file that may not grow is an error of the write, like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
}

/// As many open files as the system allows; warns when that is fewer than clients may come.
void raise_file_limit(const http_settings& how) {
  constexpr rlim_t own_files = 64;
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0)
    return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur < how.connections_max + own_files)
    log_event(spdlog::level::warn, "fewer open files are allowed than http.connections_max needs",
              {{"allowed", static_cast<std::int64_t>(files.rlim_cur)},
               {"connections_max", std::int64_t{how.connections_max}}});
}

/// Until SIGINT or SIGTERM; at SIGHUP reads again what can be.
void wait_for_the_end(http::tls_keys* tls) {
  const auto awaited = awaited_signals();
  for (int which = 0; which != SIGINT && which != SIGTERM;) {
    if (sigwait(&awaited, &which) == 0 && which == SIGHUP)
      http::reload_keys(tls);
  }
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

std::shared_ptr<writer_observer> make_observer(std::shared_ptr<batch_metrics> batches) {
  auto observer = std::make_shared<writer_observer>();
  observer->on_batch = [batches](std::size_t sets, std::chrono::nanoseconds took) {
    batches->see(sets, took);
  };
  observer->on_trouble = [](const std::string& why) {
    if (why.empty())
      log_event(spdlog::level::info, "the store takes writes again");
    else
      log_event(spdlog::level::err, "the store takes no writes", {{"why", why}});
  };
  return observer;
}

void tell(const notifier& manager, const std::string& lines) {
  if (!manager.tell(lines))
    log_event(spdlog::level::warn, "the service manager cannot be told", {{"what", lines}});
}

void log_redis(redis::figures& all) {
  all.each([](const char* user, redis::connection_figures& seen) {
    seen.on_trouble = [user](const std::string& why) {
      if (why.empty())
        log_event(spdlog::level::info, "Redis is there again", {{"user", user}});
      else
        log_event(spdlog::level::err, "Redis is lost", {{"user", user}, {"why", why}});
    };
  });
}

void log_redis_guard(redis::guard_figures& seen) {
  seen.on_restored = [](std::uint64_t number) {
    log_event(spdlog::level::warn, "Redis was behind the FCFS sequence, which goes on above it",
              {{"number", static_cast<std::int64_t>(number)}});
  };
}

/// How long a change of the key files may go unnoticed.
constexpr auto key_period = std::chrono::seconds{1};

/// The broker that the settings name, if any.
outbox_options make_outbox(const settings& how, redis::figures& seen) {
  outbox_options made;
  if (how.redis.host.empty())
    return made;
  made.to = std::make_shared<redis_broker>(how.redis, how.outbox.stream_max, &seen.outbox);
  made.tell = [](bool is_bad, const std::string& what, const outbox_lane& lane) {
    log_event(is_bad ? spdlog::level::err : spdlog::level::info, what,
              {{"stream", lane.stream},
               {"published", static_cast<std::int64_t>(lane.published)},
               {"last", static_cast<std::int64_t>(lane.last)},
               {"why", lane.why}});
  };
  return made;
}

/// Serves until told to stop. Throws std::runtime_error of one clear line when it cannot begin.
void serve(settings how) {
  keep_signals();
  const auto tls
      = how.tls.certificate.empty() ? nullptr : std::make_shared<http::tls_keys>(how.tls);
  const auto clock = make_wall_clock();
  http::entrance::doorkeeper doorkeeper{how, clock, fresh_token().high, tell_of_keys};
  redis::require(how.redis);
  const auto store = open_store(how);
  const auto token_path = provide_operator_token(how);
  provide_queue_secret(how);
  caf::actor_system_config config;
  http::use_io_threads(config, how.http);
  caf::actor_system system{config};
  auto batches = std::make_shared<batch_metrics>();
  auto options = store_options{};
  options.fault = fault_from_environment();
  const auto observer = make_observer(batches);
  redis::figures redis_seen;
  log_redis(redis_seen);
  log_redis_guard(redis_seen.guards);
  options.outbox = make_outbox(how, redis_seen);
  on_actor_fault = [](const char* kind, const char* what) {
    log_event(spdlog::level::critical, "an actor ended by a bug", {{"kind", kind}, {"what", what}});
  };
  const auto keepers = start_store(system, *store, clock, options, observer);
  const auto lines_seen = make_line_observer(redis_seen.tokens);
  redis::redis_side over_redis{system, how, redis_seen, lines_seen};
  const auto stage = make_backstage(how, keepers, over_redis.actors(), clock);

  http::context with;
  with.doors = open_house(system, stage, keepers.feed);
  if (keepers.drain)
    with.doors.outbox = keepers.drain;
  with.how = how;
  with.zone = *http::parse_zone(how.time_zone);
  with.now = stage->now;
  with.seal = http::concert::token_seal{how.queue.secret};
  with.on_fault = [&](const http::request& r, const caf::error& why) {
    log_event(spdlog::level::err, "ask failed", {{"id", r.id}, {"why", system.render(why)}});
  };
  http::server server{system, how, make_parts(with, tls, doorkeeper)};
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
    std::vector<std::string> reasons;
    if (is_draining)
      reasons.emplace_back("the server is being stopped");
    if (observer->failing > 0)
      reasons.emplace_back("the store takes no writes: the last commit failed");
    return reasons;
  };
  server.listen();
  doorkeeper.watch_keys(key_period);
  // Not before: a refusal to start is one line.
  raise_file_limit(how.http);
  say_where(how, server, token_path);
  if (tls)
    http::tell_worries(*tls);
  const auto manager = notifier::of_environment();
  tell(manager, "READY=1");
  std::optional<watchdog> watch;
  if (const auto patience = manager.patience())
    watch.emplace(*patience, canaries(system, http::io_contexts_of(system), keepers.writer),
                  [&] { tell(manager, "WATCHDOG=1"); });
  wait_for_the_end(tls.get());
  log_event(spdlog::level::info, "draining");
  tell(manager, stopping_lines(how.shutdown_grace));
  is_draining = true;
  server.drain(how.shutdown_grace);
  watch.reset();
  close_house(system, with.doors);
  over_redis.finish();
  stop_store(system, keepers);
  log_event(spdlog::level::info, "stopped");
}

int serve_or_say_why(const settings& how) {
  try {
    serve(how);
    return 0;
  } catch (const std::exception& why) {
    std::cerr << "frontrow: " << why.what() << '\n';
    return 2;
  }
}

int migrate_or_say_why(const settings& how) {
  try {
    std::cout << migrate_store(how) << '\n';
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
  if (read.wants_version) {
    std::cout << "frontrow " FRONTROW_VERSION "\n";
    return 0;
  }
  if (read.wants_help) {
    std::cout << read.help;
    return 0;
  }
  if (read.command == "check-config")
    return check_config(read);
  if (read.command == "console" || read.command == "cluster") {
    std::cerr << "frontrow: " << read.command << ": comes with a later release\n";
    return 2;
  }
  if (!read.mistakes.empty()) {
    std::cerr << config::mistake_line(read);
    return 2;
  }
  if (read.command == "migrate")
    return migrate_or_say_why(read.values);
  start_logging(read.values.log);
  return serve_or_say_why(read.values);
}

} // namespace

} // namespace frontrow

int main(int argc, char** argv) {
  return frontrow::run(
      frontrow::config::read_settings(argc, argv, frontrow::config::environment_of(environ)));
}
