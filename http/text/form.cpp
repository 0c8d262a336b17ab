#include "http/text/form.hpp"

#include <charconv>

namespace frontrow::http {

std::optional<std::string> decode_percent(std::string_view text, bool as_form) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && as_form) {
      out += ' ';
      continue;
    }
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    unsigned char byte = 0;
    const auto* first = text.data() + i + 1;
    if (text.size() - i < 3 || std::from_chars(first, first + 2, byte, 16).ptr != first + 2)
      return {};
    out += static_cast<char>(byte);
    i += 2;
  }
  return out;
}

std::optional<std::string> find_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    query.remove_prefix(end == query.npos ? query.size() : end + 1);
    const auto middle = pair.find('=');
    const auto key = decode_percent(pair.substr(0, middle), true);
    if (key && *key == name)
      return decode_percent(middle == pair.npos ? std::string_view{} : pair.substr(middle + 1),
                            true);
  }
  return {};
}

} // namespace frontrow::http
