#pragma once

#include <string>
#include <vector>

namespace frontrow::http::json {

struct member;

/// One JSON value of a request's body.
struct value {
  enum class kind : std::uint8_t { null, boolean, number, text, list, object };

  kind is = kind::null;
  bool truth = false;
  std::string text; // of a text, decoded; of a number, as the client wrote it
  std::vector<value> items;
  std::vector<member> members; // in the client's order, no name twice
};

struct member {
  std::string name;
  value held;
};

/// "an object", "a number", … for messages.
std::string_view name_of(value::kind);

/// Nothing when there is no such member, or the value is no object.
const value* find(const value&, std::string_view name);

} // namespace frontrow::http::json
