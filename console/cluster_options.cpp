#include "console/cluster_options.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <cstdlib>

namespace frontrow::console {

namespace {

constexpr auto footer
    = "cert DIR NAME... makes certificates for nodes: frontrow cluster cert --help";

constexpr auto commands = "right would be status, drain NODE, undrain NODE, move SHARD NODE or "
                          "cert DIR NAME..., and --help says more";

void declare(CLI::App& app, cluster_options& into) {
  app.require_subcommand(1)->fallthrough()->footer(footer);
  app.add_option("--url", into.url,
                 "Any node, such as http://10.0.0.7:8080 (http://127.0.0.1:8080)");
  app.add_option("--ca", into.ca,
                 "File of the certificates that may vouch for an https node; the system's");
  app.add_option("--operator_token", into.operator_token,
                 "Also taken from FRONTROW_OPERATOR_TOKEN, or from the data folder");
  app.add_option("--data", into.data, "The node's data folder, for its operator token");
  app.add_flag("--json", into.wants_json, "Print what the node answers, as it is");
  app.add_subcommand("status", "Shows the nodes, and how many shards each owns.");
  auto* drain = app.add_subcommand(
      "drain", "Lets a node give all its shards away and take none: it goes on forwarding.");
  drain->add_option("node", into.node, "Its name")->required();
  auto* undrain = app.add_subcommand("undrain", "Lets it take its share again.");
  undrain->add_option("node", into.node, "Its name")->required();
  auto* move
      = app.add_subcommand("move", "Moves a shard, and keeps it there while the node lives.");
  move->add_option("shard", into.shard, "0 to 255")->required()->check(CLI::Range(0, 255));
  move->add_option("node", into.node, "A node's name; - gives the choice back")->required();
}

} // namespace

parsed_cluster_options parse_cluster_options(const std::vector<std::string>& arguments) {
  parsed_cluster_options parsed;
  if (const char* token = std::getenv("FRONTROW_OPERATOR_TOKEN"))
    parsed.options.operator_token = token;
  if (const char* data = std::getenv("FRONTROW_DATA"))
    parsed.options.data = data;
  CLI::App app{"Who belongs to a cluster and who owns what, asked of any of its nodes.\n"
               "Exit status 0: done; 2: not done, and why in one line.",
               "frontrow cluster"};
  declare(app, parsed.options);
  try {
    app.parse(std::vector<std::string>{arguments.rbegin(), arguments.rend()});
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    parsed.help = chosen.empty() ? app.help() : chosen.front()->help() + '\n' + app.help();
    return parsed;
  } catch (const CLI::ParseError& error) {
    parsed.wrong = app.get_subcommands().empty() ? commands : error.what();
    return parsed;
  }
  parsed.options.action = app.get_subcommands().front()->get_name();
  return parsed;
}

} // namespace frontrow::console
