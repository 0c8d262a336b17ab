#include "actors/base/json_text.hpp"

namespace frontrow {
namespace {

unsigned char byte(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

/// The range of a second byte differs for four first bytes: that is what rules out overlong forms,
/// surrogates, and everything beyond U+10FFFF.
bool is_second(unsigned char first, unsigned char second) {
  const unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  return second >= low && second <= high;
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

std::size_t character_length(std::string_view text) {
  if (text.empty())
    return 0;
  const auto first = byte(text, 0);
  if (first < 0x80)
    return 1;
  if (first < 0xc2 || first > 0xf4)
    return 0;
  const std::size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (text.size() < length || !is_second(first, byte(text, 1)))
    return 0;
  for (std::size_t i = 2; i < length; ++i)
    if ((byte(text, i) & 0xc0) != 0x80)
      return 0;
  return length;
}

void append_json_text(std::string& out, std::string_view text) {
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

} // namespace frontrow
