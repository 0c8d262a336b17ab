#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace frontrow::console {

struct cluster_options {
  std::string action; // status, drain, undrain, move
  std::string url = "http://127.0.0.1:8080";
  std::string ca; // file of the certificates that may vouch for an https url; empty: the system's
  std::string operator_token; // empty: the one in the data folder
  std::string data = "data";
  std::string node; // of drain, undrain, move; "-" of move: where the shard would be by itself
  std::uint32_t shard = 0; // of move
  bool wants_json = false;
};

struct parsed_cluster_options {
  cluster_options options;
  std::string wrong; // empty: nothing
  std::string help;  // set when it was asked for
};

parsed_cluster_options parse_cluster_options(const std::vector<std::string>& arguments);

} // namespace frontrow::console
