#include "http/text/ids.hpp"

namespace frontrow::http {
namespace {

constexpr std::size_t token_length = 32;
constexpr std::uint8_t no_digit = 0xff;

std::uint8_t hex_value(char c) {
  if (c >= '0' && c <= '9')
    return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f')
    return static_cast<std::uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F')
    return static_cast<std::uint8_t>(c - 'A' + 10);
  return no_digit;
}

} // namespace

std::optional<std::uint64_t> parse_decimal(std::string_view text, std::uint64_t largest) {
  if (text.empty())
    return {};
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9')
      return {};
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (digit > largest || value > (largest - digit) / 10)
      return {};
    value = value * 10 + digit;
  }
  return value;
}

std::string print_token(token_id token) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(token_length, '0');
  for (std::size_t i = 0; i < 16; ++i) {
    const auto shift = static_cast<unsigned>(60 - 4 * i);
    text[i] = digits[token.high >> shift & 15];
    text[i + 16] = digits[token.low >> shift & 15];
  }
  return text;
}

std::optional<token_id> parse_token(std::string_view text) {
  if (text.size() != token_length)
    return {};
  token_id token;
  for (std::size_t i = 0; i < token_length; ++i) {
    const auto digit = hex_value(text[i]);
    if (digit == no_digit)
      return {};
    auto& half = i < 16 ? token.high : token.low;
    half = half << 4 | digit;
  }
  if (!token)
    return {};
  return token;
}

} // namespace frontrow::http
