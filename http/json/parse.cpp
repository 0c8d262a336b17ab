#include "http/json/parse.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace frontrow::http::json {
namespace {

using source = nlohmann::json;

/// Builds our values from the parser's events, and stops it (by answering false) at the first
/// thing that is not acceptable.
class builder final : public nlohmann::json_sax<source> {
public:
  value root;
  std::string complaint;

  bool null() override { return put({}); }
  bool boolean(bool truth) override { return put({value::kind::boolean, truth, {}, {}, {}}); }
  bool number_integer(number_integer_t x) override { return number(std::to_string(x)); }
  bool number_unsigned(number_unsigned_t x) override { return number(std::to_string(x)); }
  bool number_float(number_float_t, const string_t& text) override { return number(text); }
  bool string(string_t& text) override {
    return put({value::kind::text, false, std::move(text), {}, {}});
  }
  bool binary(binary_t&) override { return refuse("binary data is not JSON"); }

  bool start_object(std::size_t) override { return open(value::kind::object); }
  bool start_array(std::size_t) override { return open(value::kind::list); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    auto& members = open_.back()->members;
    if (std::ranges::find(members, name, &member::name) != members.end())
      return refuse("the name \"" + name + "\" stands twice in one object");
    members.push_back({std::move(name), {}});
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& why) override {
    if (why.id == number_out_of_range)
      return refuse("a number is too large");
    return refuse("the body is not valid JSON (near byte " + std::to_string(position) + ")");
  }

private:
  static constexpr int number_out_of_range = 406;

  bool refuse(std::string why) {
    complaint = std::move(why);
    return false;
  }

  bool number(std::string text) {
    return put({value::kind::number, false, std::move(text), {}, {}});
  }

  bool put(value x) {
    if (++count_ > values_max)
      return refuse("more than " + std::to_string(values_max) + " values");
    place() = std::move(x);
    return true;
  }

  bool open(value::kind is) {
    if (open_.size() == depth_max)
      return refuse("nested deeper than " + std::to_string(depth_max));
    if (++count_ > values_max)
      return refuse("more than " + std::to_string(values_max) + " values");
    auto& here = place();
    here.is = is;
    // Stays valid while open: its siblings come only after it is closed.
    open_.push_back(&here);
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  /// Where the next value goes.
  value& place() {
    if (open_.empty())
      return root;
    auto& parent = *open_.back();
    if (parent.is == value::kind::object)
      return parent.members.back().held;
    return parent.items.emplace_back();
  }

  std::vector<value*> open_;
  std::size_t count_ = 0;
};

} // namespace

std::string_view name_of(value::kind is) {
  switch (is) {
  case value::kind::null:
    return "null";
  case value::kind::boolean:
    return "a boolean";
  case value::kind::number:
    return "a number";
  case value::kind::text:
    return "a string";
  case value::kind::list:
    return "an array";
  case value::kind::object:
    return "an object";
  }
  return "something else";
}

const value* find(const value& in, std::string_view name) {
  for (const auto& each : in.members)
    if (each.name == name)
      return &each.held;
  return nullptr;
}

verdict<value, parse_error> parse(std::string_view text) {
  // The library skips a byte order mark; RFC 8259 lets us refuse it.
  if (text.starts_with("\xef\xbb\xbf"))
    return parse_error{"the body begins with a byte order mark; send UTF-8 without one"};
  // The library takes a NUL for the end of the text.
  if (text.find('\0') != text.npos)
    return parse_error{"the body is not valid JSON (it has a NUL byte)"};
  builder building;
  if (!source::sax_parse(text.begin(), text.end(), &building))
    return parse_error{std::move(building.complaint)};
  return std::move(building.root);
}

} // namespace frontrow::http::json
