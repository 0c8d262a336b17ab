#include "http/json/print.hpp"

#include "http/json/utf8.hpp"

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

bool needs_care(unsigned char c) {
  return c < 0x20 || c == '"' || c == '\\' || c >= 0x7f;
}

void append_escaped(std::string& out, unsigned char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (c) {
  case '"':
    out += "\\\"";
    return;
  case '\\':
    out += "\\\\";
    return;
  case '\n':
    out += "\\n";
    return;
  case '\r':
    out += "\\r";
    return;
  case '\t':
    out += "\\t";
    return;
  default:
    out += "\\u00";
    out += hex[c >> 4];
    out += hex[c & 15];
  }
}

} // namespace

void append(std::string& out, std::int64_t value) {
  append_integer(out, value);
}
void append(std::string& out, std::uint64_t value) {
  append_integer(out, value);
}

void append_text(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && !needs_care(static_cast<unsigned char>(text[plain])))
      ++plain;
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty())
      break;
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) {
      append_escaped(out, first);
      text.remove_prefix(1);
    } else if (const auto length = character_length(text)) {
      out += text.substr(0, length);
      text.remove_prefix(length);
    } else {
      out += "\xef\xbf\xbd"; // U+FFFD
      text.remove_prefix(1);
    }
  }
  out += '"';
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
