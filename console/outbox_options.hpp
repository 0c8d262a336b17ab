#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace frontrow::console {

struct outbox_options {
  std::string action; // list, replay, discard
  std::string url = "http://127.0.0.1:8080";
  std::string ca; // file of the certificates that may vouch for an https url; empty: the system's
  std::string operator_token; // empty: the one in the data folder
  std::string data = "data";
  std::string subject; // of replay, discard; "*" is all of them
  std::uint32_t partition = 0;
  std::uint64_t position = 0; // of discard; 0: all of the subject
  bool wants_json = false;
};

struct parsed_options {
  outbox_options options;
  std::string wrong; // empty: nothing
  std::string help;  // set when it was asked for
};

parsed_options parse_outbox_options(const std::vector<std::string>& arguments);

} // namespace frontrow::console
