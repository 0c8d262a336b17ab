#include "http/json/print.hpp"

#include "actors/base/json_text.hpp"

#include <array>
#include <charconv>

namespace frontrow::http::json {
namespace {

template <class Integer>
void append_integer(std::string& out, Integer value) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

} // namespace

void append(std::string& out, std::int64_t value) {
  append_integer(out, value);
}
void append(std::string& out, std::uint64_t value) {
  append_integer(out, value);
}

void append_text(std::string& out, std::string_view text) {
  append_json_text(out, text);
}

std::string& object::open(std::string_view name) {
  if (!is_empty_)
    out_ += ',';
  is_empty_ = false;
  out_ += '"';
  out_ += name;
  return out_ += "\":";
}

object& object::text(std::string_view name, std::string_view value) {
  append_text(open(name), value);
  return *this;
}

object& object::truth(std::string_view name, bool value) {
  return raw(name, value ? "true" : "false");
}

object& object::null(std::string_view name) {
  return raw(name, "null");
}

object& object::raw(std::string_view name, std::string_view printed) {
  open(name) += printed;
  return *this;
}

object& object::more(std::string_view members) {
  if (members.empty())
    return *this;
  out_ += members.substr(is_empty_ ? 1 : 0);
  is_empty_ = false;
  return *this;
}

} // namespace frontrow::http::json
