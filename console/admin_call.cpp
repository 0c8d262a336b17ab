#include "console/admin_call.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace frontrow::console {

namespace {

constexpr auto patience = std::chrono::seconds{15};

} // namespace

std::string operator_token_of(const std::string& given, const std::string& data) {
  if (!given.empty())
    return given;
  const auto path = std::filesystem::path{data} / "operator-token";
  std::string token;
  if (std::ifstream kept{path}; !std::getline(kept, token) || token.empty())
    throw std::runtime_error{"no operator token: give --operator_token, or --data where "
                             "the server keeps it (there is none in "
                             + path.string() + ")"};
  return token;
}

admin_answer call(const admin_line& to, std::string_view verb, const std::string& path,
                  const std::string& body) {
  constexpr std::string_view scheme = "http://";
  if (!to.url.starts_with(scheme))
    throw std::runtime_error{"--url: right would be http://HOST:PORT"};
  auto host = to.url.substr(scheme.size());
  host.erase(std::min(host.find('/'), host.size()));
  const auto colon = host.rfind(':');
  const bool has_port = colon != host.npos && host.find(']', colon) == host.npos;
  auto name = host.substr(0, has_port ? colon : host.npos);
  if (name.starts_with('['))
    name = name.substr(1, name.size() - 2);

  boost::asio::ip::tcp::iostream line;
  line.expires_after(patience);
  line.connect(name, has_port ? host.substr(colon + 1) : "80");
  line << verb << ' ' << path << " HTTP/1.1\r\nHost: " << host << "\r\nX-Admin-Token: " << to.token
       << "\r\nConnection: close\r\n";
  if (verb == "POST")
    line << "Content-Type: application/json\r\nContent-Length: " << body.size() << "\r\n";
  line << "\r\n" << body << std::flush;

  admin_answer got;
  std::string version;
  std::string header;
  line >> version >> got.status;
  std::getline(line, header);
  while (std::getline(line, header) && header != "\r")
    ;
  if (!line)
    throw std::runtime_error{"no answer from " + to.url + ": " + line.error().message()};
  got.body.assign(std::istreambuf_iterator<char>{line}, {});
  return got;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view plain
      = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char byte : text) {
    if (plain.find(byte) != plain.npos) {
      out += byte;
      continue;
    }
    const auto code = static_cast<unsigned char>(byte);
    out += '%';
    out += digits[code >> 4];
    out += digits[code & 15];
  }
  return out;
}

} // namespace frontrow::console
