#pragma once

#include "bench/load/target.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace frontrow::load {

using milliseconds = std::chrono::milliseconds;

struct load_options {
  std::string scenario; // fcfs, onsale, reads
  std::vector<target> targets;
  double rate = 1'000; // arrivals a second; 0: whenever a connection is free
  bool is_poisson = false;
  milliseconds duration = std::chrono::seconds{10};
  std::uint64_t users = 0; // arrivals at the most; 0: as many as come in the duration
  std::size_t connections = 64;
  std::uint64_t seed = 1;
  std::uint64_t first_user = 0; // 0: new ones
  milliseconds patience = std::chrono::seconds{5};
  milliseconds settle = std::chrono::seconds{15};
  std::uint64_t seats = 0;      // fcfs, onsale: of a fresh schedule
  std::uint64_t schedule = 0;   // onsale, reads: an existing one
  std::uint32_t active = 500;   // onsale: of a fresh schedule's waiting room; 0: none
  std::string only;             // reads: one of its calls
  bool sends_forwarded = false; // fcfs: each user behind an address of its own
  bool is_checked = true;
  std::string operator_token;
  std::string jwt_key; // file of the secret that signs people's tokens; empty: they have none
  std::string jwt_issuer;
  std::string jwt_audience;
  std::string json_file;
};

struct parsed_options {
  load_options options;
  std::string wrong; // empty: none
  std::string help;  // set when it was asked for
};

parsed_options parse_load_options(const std::vector<std::string>& arguments);

} // namespace frontrow::load
