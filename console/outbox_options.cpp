#include "console/outbox_options.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <cstdlib>

namespace frontrow::console {

namespace {

void declare(CLI::App& app, outbox_options& into, bool& is_all) {
  app.require_subcommand(1)->fallthrough();
  app.add_option("--url", into.url,
                 "The server, such as https://tickets.example (http://127.0.0.1:8080)");
  app.add_option("--ca", into.ca,
                 "File of the certificates that may vouch for an https server; the system's");
  app.add_option("--operator_token", into.operator_token,
                 "Also taken from FRONTROW_OPERATOR_TOKEN, or from the data folder");
  app.add_option("--data", into.data, "The server's data folder, for its operator token");
  app.add_flag("--json", into.wants_json, "Print what the server answers, as it is");
  app.add_subcommand("list", "Shows how far each stream is, and which events are kept out of it.");
  auto* replay = app.add_subcommand(
      "replay", "Publishes what is parked, in order, behind what is published already.");
  auto* which = replay->add_option_group("which");
  which->add_option("subject", into.subject, "An aggregate, such as wallet/101");
  which->add_flag("--all", is_all, "Of all aggregates");
  which->require_option(1);
  auto* discard = app.add_subcommand(
      "discard", "Gives up what is parked: its consumers will find a gap in the sequence.");
  discard->add_option("subject", into.subject, "An aggregate, such as wallet/101")->required();
  auto* position = discard->add_option("--position", into.position, "Only the event at this one")
                       ->check(CLI::PositiveNumber);
  discard->add_option("--partition", into.partition, "Of the position (0)")->needs(position);
}

} // namespace

parsed_options parse_outbox_options(const std::vector<std::string>& arguments) {
  parsed_options parsed;
  if (const char* token = std::getenv("FRONTROW_OPERATOR_TOKEN"))
    parsed.options.operator_token = token;
  if (const char* data = std::getenv("FRONTROW_DATA"))
    parsed.options.data = data;
  bool is_all = false;
  CLI::App app{"What a running server publishes to Redis, and what Redis refused.\n"
               "Exit status 0: done; 1: events that were meant still wait; 2: no answer.",
               "frontrow outbox"};
  declare(app, parsed.options, is_all);
  try {
    app.parse(std::vector<std::string>{arguments.rbegin(), arguments.rend()});
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    parsed.help = chosen.empty() ? app.help() : chosen.front()->help() + '\n' + app.help();
    return parsed;
  } catch (const CLI::ParseError& error) {
    parsed.wrong = error.what();
    return parsed;
  }
  parsed.options.action = app.get_subcommands().front()->get_name();
  if (is_all)
    parsed.options.subject = "*";
  return parsed;
}

} // namespace frontrow::console
