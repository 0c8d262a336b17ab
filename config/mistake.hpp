#pragma once

#include <string>

namespace frontrow::config {

/// Something a person wrote that cannot be meant.
struct mistake {
  std::string where; // file:line, a variable's name, or a flag
  std::string what;  // what is wrong and what would be right, in one line

  bool operator==(const mistake&) const = default;
};

} // namespace frontrow::config
