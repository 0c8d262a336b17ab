#pragma once

#include "config/mistake.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The part of TOML that settings need: sections, dotted keys, strings in either quotes, whole
/// numbers, booleans, arrays of them (on several lines too), comments. CLI11's reader is not used:
/// it knows no line numbers, takes what it cannot read for something else, and cuts a string at a
/// '#'. Here `auth` may be both a key and a section.
namespace frontrow::config {

struct toml_item {
  std::string name;  // dotted, its section in front
  std::string value; // without quotes; the entries of an array joined by commas
  std::size_t line = 0;
};

struct toml_file {
  std::vector<toml_item> items; // in the order of the file, duplicates left out
  std::vector<mistake> mistakes;
};

/// `where` is what mistakes call the file.
toml_file read_toml(std::string_view text, const std::string& where);

} // namespace frontrow::config
