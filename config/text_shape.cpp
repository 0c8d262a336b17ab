#include "config/text_shape.hpp"

#include "config/value_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include <arpa/inet.h>

namespace frontrow::config {

namespace {

/// 32 or 128; 0 for what is no address.
unsigned address_bits(std::string_view text) {
  std::array<unsigned char, 16> bytes{};
  const std::string terminated{text};
  if (::inet_pton(AF_INET, terminated.c_str(), bytes.data()) == 1)
    return 32;
  return ::inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1 ? 128 : 0;
}

bool is_header_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0
         || std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

bool is_visible(char c) {
  return c > ' ' && c < 0x7f;
}

} // namespace

std::string_view address_shape(std::string_view text) {
  return address_bits(text) != 0 ? "" : "an address such as 127.0.0.1, 0.0.0.0 or ::1";
}

std::string_view block_shape(std::string_view text) {
  const auto slash = text.find('/');
  const auto bits = address_bits(text.substr(0, slash));
  const auto length = slash == text.npos ? bits : parse_count(text.substr(slash + 1));
  return bits != 0 && length && *length <= bits ? "" : "an address or a block such as 10.0.0.0/8";
}

std::string_view zone_shape(std::string_view text) {
  constexpr std::string_view right = "UTC or an offset such as +09:00";
  if (text == "UTC")
    return "";
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
    return right;
  const auto hours = parse_count(text.substr(1, 2));
  const auto minutes = parse_count(text.substr(4, 2));
  const bool is_right = hours && minutes && *minutes < 60 && *hours * 60 + *minutes <= 14 * 60;
  return is_right ? "" : right;
}

std::string_view header_shape(std::string_view text) {
  const bool is_right = !text.empty() && std::all_of(text.begin(), text.end(), is_header_character);
  return is_right ? "" : "a header's name such as X-User-Id";
}

std::string_view origin_shape(std::string_view text) {
  const auto mark = text.find("://");
  const bool is_right = text == "*"
                        || (mark != text.npos && mark > 0 && mark + 3 < text.size()
                            && text.find('/', mark + 3) == text.npos
                            && std::all_of(text.begin(), text.end(), is_visible));
  return is_right ? "" : "* or an origin such as https://tickets.example";
}

std::string_view token_shape(std::string_view text) {
  const bool is_right = text.size() >= 16 && std::all_of(text.begin(), text.end(), is_visible);
  return is_right ? "" : "at least 16 visible ASCII characters";
}

std::string_view rate_shape(std::string_view text) {
  return parse_rate(text) ? "" : "a rate such as 20/s, 300/m or 5000/h";
}

std::string_view filled_shape(std::string_view text) {
  return text.empty() ? "not empty" : "";
}

} // namespace frontrow::config
