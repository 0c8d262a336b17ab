#include "console/console_pages.hpp"

#include <cstdint>

namespace frontrow::console {

namespace {

/// One character of UTF-8, and how many bytes it takes; bytes that are none take one.
struct character {
  std::uint32_t code = '?';
  std::size_t length = 1;
};

character read_character(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80)
    return {first, 1};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0;
  if (length == 0 || text.size() < length)
    return {};
  auto code = static_cast<std::uint32_t>(first & (0xff >> (length + 1)));
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xc0) != 0x80)
      return {};
    code = code << 6 | (next & 0x3fu);
  }
  return {code, length};
}

bool is_harmless(std::uint32_t code) {
  const bool is_control = code < 0x20 || (code >= 0x7f && code < 0xa0);
  // What turns the direction of writing hides what a line says.
  const bool turns = (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e)
                     || (code >= 0x2066 && code <= 0x2069);
  return !is_control && !turns;
}

bool is_wide(std::uint32_t code) {
  return (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf)
         || (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff)
         || (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60)
         || (code >= 0x1f300 && code <= 0x1faff) || (code >= 0x20000 && code <= 0x3fffd);
}

} // namespace

std::string plain(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto [code, length] = read_character(text);
    if (is_harmless(code) && (length > 1 || static_cast<unsigned char>(text.front()) < 0x80))
      out.append(text.substr(0, length));
    else
      out += '?';
    text.remove_prefix(length);
  }
  return out;
}

std::string cut(std::string_view text, std::size_t columns) {
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const auto [code, length] = read_character(text);
    used += is_wide(code) ? 2 : 1;
    if (used > columns)
      break;
    out.append(text.substr(0, length));
    text.remove_prefix(length);
  }
  return out;
}

} // namespace frontrow::console
