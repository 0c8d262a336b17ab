#include "http/json/utf8.hpp"

#include <algorithm>
#include <array>

namespace frontrow::http::json {
namespace {

unsigned char byte(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

} // namespace

std::optional<std::size_t> count_characters(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) {
    const auto length = character_length(text);
    if (length == 0)
      return {};
    text.remove_prefix(length);
  }
  return count;
}

bool is_blank(std::string_view text) {
  // No-break, Ogham, en quad to hair space with zero width space, separators, narrow no-break,
  // medium mathematical, word joiner, ideographic, Hangul filler, zero width no-break.
  constexpr std::array<std::string_view, 24> spaces{
      "\xc2\xa0",     "\xc2\x85",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81",
      "\xe2\x80\x82", "\xe2\x80\x83", "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86",
      "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a", "\xe2\x80\x8b",
      "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe2\x81\xa0",
      "\xe3\x80\x80", "\xe3\x85\xa4", "\xef\xbb\xbf", "\xe2\x80\x8c"};
  while (!text.empty()) {
    const auto first = byte(text, 0);
    const auto length = character_length(text);
    const auto character = text.substr(0, length);
    if (first > ' ' && std::ranges::find(spaces, character) == spaces.end())
      return false;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return true;
}

} // namespace frontrow::http::json
