#include "bench/load/run_load.hpp"

#include <iostream>

namespace frontrow::load {

int run_load(const std::vector<std::string>&) {
  std::cerr << "frontrow: load: no scenario in this build\n";
  return 2;
}

} // namespace frontrow::load
