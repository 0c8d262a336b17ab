#include "bench/load/request_text.hpp"

namespace frontrow::load {

std::string header_line(std::string_view name, std::string_view value) {
  std::string line;
  line.append(name).append(": ").append(value).append("\r\n");
  return line;
}

std::string_view cookie_value(std::string_view set_cookie, std::string_view name) {
  if (!set_cookie.starts_with(name) || set_cookie.substr(name.size(), 1) != "=")
    return {};
  const auto value = set_cookie.substr(name.size() + 1);
  return value.substr(0, value.find(';'));
}

std::string request_text(std::string_view method, std::string_view path, std::string_view host,
                         std::string_view headers, std::string_view body) {
  std::string text;
  text.reserve(128 + path.size() + headers.size() + body.size());
  text.append(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: ").append(host);
  text.append("\r\n").append(headers);
  if (method != "GET" && method != "DELETE") {
    text.append("Content-Type: application/json\r\nContent-Length: ");
    text.append(std::to_string(body.size())).append("\r\n");
  }
  return text.append("\r\n").append(body);
}

} // namespace frontrow::load
