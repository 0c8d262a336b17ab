#pragma once

#include <string>
#include <vector>

namespace frontrow::console {

struct console_options {
  std::string url = "http://127.0.0.1:8080";
  std::string ca;             // as in server_address
  std::string operator_token; // empty: the one in the data folder
  std::string data = "data";
  std::string view = "cluster";
  std::string what; // which actor, reservation, schedule, or what is searched for
  bool is_once = false;
  bool wants_json = false;
};

struct parsed_console {
  console_options options;
  std::string wrong; // empty: nothing
  std::string help;  // set when it was asked for
};

parsed_console parse_console_options(const std::vector<std::string>& arguments);

} // namespace frontrow::console
