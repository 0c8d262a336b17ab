#include "config/command_line.hpp"

#include "config/nearest_name.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace frontrow::config {

namespace {

struct sub_command {
  const char* name;
  const char* help;
};

constexpr sub_command sub_commands[] = {
    {"serve", "Sells seats over HTTP until it is told to stop (the default)."},
    {"check-config",
     "Prints every mistake in the settings, or each setting and where it comes from."},
    {"load", "Drives a running server and checks what it sold; has options of its own."},
    {"outbox",
     "Lists, replays or gives up events that the broker refused; has options of its own."},
    {"migrate", "Brings the schema of the store up to date, and ends."},
    {"console", "Shows what happens inside a running server; has options of its own."},
    {"cluster", "Who belongs to it, drains, moves, certificates; has commands of its own."},
};

std::string group_of(const option& row) {
  const auto dot = row.name.find('.');
  return dot == row.name.npos ? "Server" : std::string{row.name.substr(0, dot)};
}

std::string help_of(const option& row) {
  auto text = std::string{row.help} + " [" + right_values(row) + "]";
  if (const auto value = print_value(row, settings{}); !value.empty())
    text += " (" + value + ")";
  return text;
}

std::vector<std::string> names(bool is_command) {
  std::vector<std::string> all;
  if (is_command) {
    for (const auto& each : sub_commands)
      all.emplace_back(each.name);
    return all;
  }
  for (const auto& row : option_table())
    all.push_back(flag_of(row));
  all.emplace_back("--config");
  all.emplace_back("--help");
  all.emplace_back("--version");
  return all;
}

/// CLI11 keeps what it does not know in order; a word after an unknown flag is that flag's value.
std::vector<mistake> unknown_words(const std::vector<std::string>& words) {
  std::vector<mistake> mistakes;
  bool may_be_value = false;
  for (const auto& word : words) {
    const bool is_flag = word.size() > 1 && word.front() == '-';
    const auto name = word.substr(0, word.find('='));
    if (is_flag)
      mistakes.push_back({name, "there is no such flag" + did_you_mean(name, names(false))});
    else if (!may_be_value)
      mistakes.push_back({word, "there is no such command" + did_you_mean(word, names(true))});
    may_be_value = is_flag && name == word;
  }
  return mistakes;
}

/// What was written last; kept even when another argument made CLI11 give up.
std::string last_of(const CLI::Option& option) {
  return option.results().empty() ? "" : option.results().back();
}

std::vector<CLI::Option*> declare_settings(CLI::App& app, std::string& ignored) {
  std::vector<CLI::Option*> options;
  for (const auto& row : option_table())
    options.push_back(app.add_option(flag_of(row), ignored, help_of(row))
                          ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
                          ->group(group_of(row)));
  return options;
}

/// The page of one command; those of a later release have nothing to set yet.
std::string page_of(const sub_command& command) {
  CLI::App page{command.help, std::string{"frontrow "} + command.name};
  page.set_help_flag("-h,--help", "Prints this text.");
  std::string ignored;
  const std::string_view name{command.name};
  if (name == "serve" || name == "check-config" || name == "migrate") {
    page.add_option("--config", ignored, "TOML file with settings.");
    declare_settings(page, ignored);
  }
  return page.help();
}

} // namespace

command_line read_command_line(int argc, const char* const* argv) {
  command_line found;
  CLI::App app{"Frontrow sells seats: none twice, none lost.", "frontrow"};
  app.set_help_flag("");
  const auto* help = app.add_flag("-h,--help")->description("Prints this text.");
  const auto* version = app.add_flag("--version")->description("Prints the version.");
  std::string ignored;
  auto* config = app.add_option("--config", ignored, "TOML file with settings.");
  config->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.allow_extras()->fallthrough()->require_subcommand(0, 1);
  const auto options = declare_settings(app, ignored);
  for (const auto& each : sub_commands)
    app.add_subcommand(each.name, each.help)->set_help_flag("");
  // These read their own arguments.
  for (const auto* name : {"load", "outbox", "cluster", "console"})
    app.get_subcommand(name)->prefix_command()->fallthrough(false);

  found.help = app.help();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ArgumentMismatch& error) {
    const std::string text{error.what()};
    found.mistakes.push_back({text.substr(0, text.find(':')), "its value is missing"});
  } catch (const CLI::ParseError& error) {
    found.mistakes.push_back({"arguments", error.what()});
  }
  found.wants_help = help->count() != 0;
  found.wants_version = version->count() != 0;
  found.config_file = last_of(*config);
  bool reads_its_own = false;
  for (const auto* command : app.get_subcommands()) {
    found.command = command->get_name();
    reads_its_own = command->get_prefix_command();
    if (reads_its_own)
      found.rest = command->remaining();
  }
  for (const auto& each : sub_commands)
    if (!app.get_subcommands().empty() && found.command == each.name)
      found.help = page_of(each);
  for (const auto& unknown : unknown_words(app.remaining(!reads_its_own)))
    found.mistakes.push_back(unknown);
  for (std::size_t i = 0; i < options.size(); ++i)
    if (options[i]->count() != 0)
      found.flags.emplace_back(&option_table()[i], last_of(*options[i]));
  return found;
}

} // namespace frontrow::config
