#include "actors/base/clock.hpp"
#include "actors/base/counted_actor.hpp"
#include "actors/base/tsid.hpp"
#include "actors/open_house.hpp"
#include "bench/load/run_load.hpp"
#include "config/log.hpp"
#include "config/operator_token.hpp"
#include "config/read_settings.hpp"
#include "config/settings_page.hpp"
#include "http/operations/metrics_page.hpp"
#include "http/operations/server_metrics.hpp"
#include "http/routes.hpp"
#include "http/server/io_threads.hpp"
#include "http/server/server.hpp"
#include "persistence/fault_point.hpp"
#include "persistence/open.hpp"
#include "persistence/redis/figures.hpp"
#include "persistence/redis/require.hpp"
#include "persistence/store_metrics.hpp"

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

backstage_ptr make_backstage(const settings& how, const store_actors& store, wall_clock now) {
  auto stage = std::make_shared<backstage>();
  stage->writer = store.writer;
  stage->archive = store.archive;
  stage->now = std::move(now);
  // One node: its number is 0.
  stage->fresh_reservation = [now = stage->now, ids = std::make_shared<tsid_source>(0)] {
    return ids->next(now());
  };
  stage->fresh_token = fresh_token;
  stage->how = how;
  return stage;
}

http::server_parts make_parts(http::context& with) {
  http::server_parts parts;
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

/// From now on SIGINT and SIGTERM wait until `wait_for_the_end` takes them.
void keep_signals() {
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGINT);
  sigaddset(&ending, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);
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

void wait_for_the_end() {
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGINT);
  sigaddset(&ending, SIGTERM);
  int which = 0;
  sigwait(&ending, &which);
}

void say_where(const settings& how, const http::server& server, const std::string& token_path) {
  if (how.listen != "127.0.0.1" && how.listen != "::1" && how.listen != "localhost"
      && how.auth == "none")
    log_event(spdlog::level::warn,
              "LISTENING BEYOND LOOPBACK WITHOUT AUTHENTICATION (auth = none): every caller is "
              "believed to be the user it names",
              {{"listen", how.listen}});
  log_event(spdlog::level::info, "ready",
            {{"url", "http://" + how.listen + ":" + std::to_string(server.port())},
             {"app_port", std::int64_t{server.app_port()}},
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

/// Serves until told to stop. Throws std::runtime_error of one clear line when it cannot begin.
void serve(settings how) {
  keep_signals();
  redis::require(how.redis);
  const auto store = open_store(how);
  const auto token_path = provide_operator_token(how);
  caf::actor_system_config config;
  http::use_io_threads(config, how.http);
  caf::actor_system system{config};
  auto batches = std::make_shared<batch_metrics>();
  auto options = store_options{};
  options.fault = fault_from_environment();
  const auto observer = make_observer(batches);
  redis::figures redis_seen;
  log_redis(redis_seen);
  on_actor_fault = [](const char* kind, const char* what) {
    log_event(spdlog::level::critical, "an actor ended by a bug", {{"kind", kind}, {"what", what}});
  };
  const auto clock = make_wall_clock();
  const auto keepers = start_store(system, *store, clock, options, observer);
  const auto stage = make_backstage(how, keepers, clock);

  http::context with;
  with.doors = open_house(system, stage, keepers.feed);
  with.how = how;
  with.zone = *http::parse_zone(how.time_zone);
  with.now = stage->now;
  with.on_fault = [&](const http::request& r, const caf::error& why) {
    log_event(spdlog::level::err, "ask failed", {{"id", r.id}, {"why", system.render(why)}});
  };
  http::server server{system, how, make_parts(with)};
  http::metrics_page page;
  page.add([&] { return http::server_families(server.figures()); });
  page.add(http::actor_families);
  page.add(http::house_families);
  page.add([&] { return store_families(*observer, *batches); });
  page.add([&] { return redis::redis_families(redis_seen); });
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
  // Not before: a refusal to start is one line.
  raise_file_limit(how.http);
  say_where(how, server, token_path);
  wait_for_the_end();
  log_event(spdlog::level::info, "draining");
  is_draining = true;
  server.drain(how.shutdown_grace);
  close_house(system, with.doors);
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
