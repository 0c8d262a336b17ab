#pragma once

#include "config/mistake.hpp"
#include "config/settings.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The one way from what a person wrote to `settings`. Flags win over variables, FRONTROW_…
/// variables over those known from elsewhere, variables over the file given by `--config` (or
/// FRONTROW_CONFIG).
namespace frontrow::config {

/// The variables of a process by name. An empty one counts as not set.
using environment = std::map<std::string, std::string, std::less<>>;
environment environment_of(const char* const* variables);

/// One setting as it will be used.
struct effective_setting {
  std::string name;
  std::string value;  // secrets are masked
  std::string source; // `default`, a flag, a variable, or file:line
};

struct read_result {
  settings values; // only to be used when there are no mistakes
  std::string command = "serve";
  std::vector<std::string> rest; // the arguments after `load` or `outbox`
  bool wants_help = false;
  bool wants_version = false;
  std::string help; // of the command
  std::vector<mistake> mistakes;
  std::vector<effective_setting> effective; // in the order of the table
};

/// Reads the arguments, the variables and the file. Prints nothing, never exits, and finds every
/// mistake, not only the first.
read_result read_settings(int argc, const char* const* argv, const environment&);

} // namespace frontrow::config
