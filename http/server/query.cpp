#include "http/server/query.hpp"

#include <boost/beast/core/string.hpp>

namespace frontrow::http {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

// Takes the first field off a query.
std::string_view take_field(std::string_view& query) {
  const auto field = query.substr(0, query.find('&'));
  query.remove_prefix(std::min(query.size(), field.size() + 1));
  return field;
}

} // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      decoded += ' ';
    } else if (text[i] != '%') {
      decoded += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
      if (low < 0)
        return std::nullopt;
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return decoded;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto field = take_field(query);
    const auto key = field.substr(0, field.find('='));
    const auto value = field.substr(std::min(field.size(), key.size() + 1));
    // Few clients encode names, so compare before decoding.
    if (key == name || (key.find_first_of("%+") != key.npos && percent_decode(key, true) == name))
      return percent_decode(value, true);
  }
  return std::nullopt;
}

bool is_sound_query(std::string_view query) {
  while (!query.empty())
    if (!percent_decode(take_field(query)))
      return false;
  return true;
}

bool is_media_type(std::string_view header, std::string_view type) {
  auto named = header.substr(0, header.find(';'));
  while (!named.empty() && (named.back() == ' ' || named.back() == '\t'))
    named.remove_suffix(1);
  return boost::beast::iequals(named, type);
}

} // namespace frontrow::http
