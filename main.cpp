#include "bench/load/run_load.hpp"
#include "cluster/command/cluster_command.hpp"
#include "config/log.hpp"
#include "config/read_settings.hpp"
#include "config/settings_page.hpp"
#include "console/cluster_command.hpp"
#include "console/console_command.hpp"
#include "console/outbox_command.hpp"
#include "persistence/open.hpp"
#include "serve.hpp"

#include <iostream>

#include <unistd.h>

namespace frontrow {

namespace {

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

/// Certificates are made here; everything else is asked of a running server.
int run_cluster(const std::vector<std::string>& words) {
  const bool is_here = !words.empty() && words.front() == "cert";
  return is_here ? cluster::run_cluster(words) : console::run_cluster(words);
}

int run(const config::read_result& read) {
  if (read.command == "load")
    return load::run_load(read.rest);
  if (read.command == "outbox")
    return console::run_outbox(read.rest);
  if (read.command == "cluster")
    return run_cluster(read.rest);
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
