#pragma once

#include "config/mistake.hpp"
#include "config/option.hpp"

#include <string>
#include <utility>
#include <vector>

namespace frontrow::config {

/// What the arguments say, before any value is looked at.
struct command_line {
  std::string command = "serve";
  bool wants_help = false;
  bool wants_version = false;
  std::string config_file;
  std::vector<std::pair<const option*, std::string>> flags;
  std::vector<std::string> rest; // of `load`, `outbox` and `cluster`, which read their own
  std::vector<mistake> mistakes;
  std::string help; // of the command that was named
};

command_line read_command_line(int argc, const char* const* argv);

} // namespace frontrow::config
