#include "console/console_options.hpp"

#include "console/console_pages.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <cstdlib>

namespace frontrow::console {

parsed_console parse_console_options(const std::vector<std::string>& arguments) {
  parsed_console parsed;
  auto& into = parsed.options;
  if (const char* token = std::getenv("FRONTROW_OPERATOR_TOKEN"))
    into.operator_token = token;
  if (const char* data = std::getenv("FRONTROW_DATA"))
    into.data = data;
  CLI::App app{"What happens inside a running server, in the terminal.\n"
               "Keys: 1 to 6 for views, / searches, : acts, q leaves.\n"
               "Exit status 0: done; 2: no answer.",
               "frontrow console"};
  std::vector<std::string> words;
  app.add_option("view", words,
                 "cluster, actors, actor NAME, sale [SCHEDULE], money RESERVATION, history NAME, "
                 "invariants, audit or search TEXT");
  app.add_option("--url", into.url,
                 "The server, such as https://tickets.example (http://127.0.0.1:8080)");
  app.add_option("--ca", into.ca,
                 "File of the certificates that may vouch for an https server; the system's");
  app.add_option("--operator_token", into.operator_token,
                 "The operator's or the reader's; also taken from FRONTROW_OPERATOR_TOKEN, or from "
                 "the data folder");
  app.add_option("--data", into.data, "The server's data folder, for its operator token");
  app.add_flag("--once", into.is_once, "Print the view once, and leave");
  app.add_flag("--json", into.wants_json, "With --once: print what the server answers, as it is");
  try {
    app.parse(std::vector<std::string>{arguments.rbegin(), arguments.rend()});
  } catch (const CLI::CallForHelp&) {
    parsed.help = app.help();
    return parsed;
  } catch (const CLI::ParseError& error) {
    parsed.wrong = error.what();
    return parsed;
  }
  if (into.wants_json && !into.is_once)
    parsed.wrong = "--json goes with --once";
  if (!words.empty())
    into.view = words.front();
  for (std::size_t i = 1; i < words.size(); ++i)
    into.what += (i == 1 ? "" : " ") + words[i];
  if (path_of(into.view, into.what).empty())
    parsed.wrong = "there is no view '" + into.view + ' ' + into.what + "'; see --help";
  return parsed;
}

} // namespace frontrow::console
