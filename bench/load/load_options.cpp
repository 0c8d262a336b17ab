#include "bench/load/load_options.hpp"

#include "config/value_text.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <cstdlib>

namespace frontrow::load {

namespace {

/// The options that are no plain values yet.
struct texts {
  std::string targets = "http://127.0.0.1:8080";
  std::string rate = "1000";
  std::string duration = "10s";
  std::string patience = "5s";
  std::string settle = "15s";
};

void declare(CLI::App& app, load_options& into, texts& text) {
  app.option_defaults()->always_capture_default();
  app.add_option("scenario", into.scenario,
                 "fcfs: a crowd joins; onsale: queue, map, reserve, pay; reads: who only looks")
      ->required()
      ->check(CLI::IsMember({"fcfs", "onsale", "reads"}));
  app.add_option("--target", text.targets, "Servers on this machine, comma-separated");
  app.add_option("--rate", text.rate, "Arrivals a second, or max");
  app.add_flag("--poisson", into.is_poisson, "Arrivals by chance around the rate, not evenly");
  app.add_option("--duration", text.duration, "How long people arrive");
  app.add_option("--users", into.users, "Arrivals at the most; 0: no limit");
  app.add_option("--connections", into.connections, "Keep-alive connections")
      ->check(CLI::Range(1, 60'000));
  app.add_option("--seed", into.seed, "Decides every chance");
  app.add_option("--first_user", into.first_user, "Number of the first user; 0: new ones");
  app.add_option("--timeout", text.patience, "How long a user waits for one answer");
  app.add_option("--settle", text.settle, "How long what is unanswered may take to settle");
  app.add_option("--seats", into.seats, "Start with so many free seats; needs --operator_token");
  app.add_option("--schedule", into.schedule, "onsale, reads: an existing schedule");
  app.add_option("--active", into.active, "onsale: who may shop at once in a fresh schedule");
  app.add_option("--only", into.only, "reads: one kind of call")
      ->check(CLI::IsMember({"seats", "map", "status"}));
  app.add_flag("--forwarded_for", into.sends_forwarded,
               "fcfs: an X-Forwarded-For of its own for every user");
  app.add_flag("!--no_check", into.is_checked, "Do not ask the server what it sold");
  // A token from the variable must not be shown as the default.
  app.option_defaults()->always_capture_default(false);
  app.add_option("--operator_token", into.operator_token,
                 "Also taken from FRONTROW_OPERATOR_TOKEN");
  app.add_option("--jwt_key", into.jwt_key,
                 "File of a key set with a secret (HS256); people bring tokens signed with it");
  app.add_option("--jwt_issuer", into.jwt_issuer, "Who issued them, where the server asks");
  app.add_option("--jwt_audience", into.jwt_audience, "Whom they are for");
  app.add_option("--json", into.json_file, "Also write the report there");
}

std::string read_texts(const texts& text, load_options& into) {
  for (const auto& each : config::parse_list(text.targets)) {
    const auto found = parse_target(each);
    if (!found)
      return "--target: " + each + " is not on this machine; right would be http://127.0.0.1:8080";
    into.targets.push_back(*found);
  }
  if (into.targets.empty())
    return "--target: there is none";
  const auto duration = config::parse_duration(text.duration);
  const auto patience = config::parse_duration(text.patience);
  const auto settle = config::parse_duration(text.settle);
  if (!duration || !patience || !settle || patience->count() == 0)
    return "--duration, --timeout and --settle are written as 250ms, 30s, 5m or 1h";
  into.duration = *duration;
  into.patience = *patience;
  into.settle = *settle;
  char* end = nullptr;
  into.rate = text.rate == "max" ? 0 : std::strtod(text.rate.c_str(), &end);
  const bool is_rate = text.rate == "max" || (*end == '\0' && into.rate > 0 && into.rate <= 1e7);
  return is_rate ? "" : "--rate: right would be a number of arrivals a second, or max";
}

} // namespace

parsed_options parse_load_options(const std::vector<std::string>& arguments) {
  parsed_options parsed;
  if (const char* token = std::getenv("FRONTROW_OPERATOR_TOKEN"))
    parsed.options.operator_token = token;
  texts text;
  CLI::App app{"Drives a running server by a schedule that does not wait for it, and checks what\n"
               "it sold. Exit status 0: the check holds; 1: it does not; 2: no run.",
               "frontrow load"};
  declare(app, parsed.options, text);
  try {
    app.parse(std::vector<std::string>{arguments.rbegin(), arguments.rend()});
  } catch (const CLI::CallForHelp&) {
    parsed.help = app.help();
    return parsed;
  } catch (const CLI::ParseError& error) {
    parsed.wrong = error.what();
    return parsed;
  }
  parsed.wrong = read_texts(text, parsed.options);
  if (parsed.wrong.empty() && parsed.options.scenario == "onsale" && parsed.options.schedule == 0
      && parsed.options.operator_token.empty())
    parsed.wrong = "onsale needs --schedule, or --operator_token to make one";
  return parsed;
}

} // namespace frontrow::load
