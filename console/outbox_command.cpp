#include "console/outbox_command.hpp"

#include "console/outbox_options.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>

namespace frontrow::console {

namespace {

using nlohmann::json;

constexpr auto patience = std::chrono::seconds{15};

struct answer {
  unsigned status = 0;
  std::string body;
};

std::string token_of(const outbox_options& how) {
  if (!how.operator_token.empty())
    return how.operator_token;
  const auto path = std::filesystem::path{how.data} / "operator-token";
  std::string token;
  if (std::ifstream kept{path}; !std::getline(kept, token) || token.empty())
    throw std::runtime_error{"no operator token: give --operator_token, or --data where "
                             "the server keeps it (there is none in "
                             + path.string() + ")"};
  return token;
}

/// One request over a connection of its own.
answer call(const outbox_options& how, const std::string& verb, const std::string& path,
            const std::string& body) {
  constexpr std::string_view scheme = "http://";
  if (!how.url.starts_with(scheme))
    throw std::runtime_error{"--url: right would be http://HOST:PORT"};
  auto host = how.url.substr(scheme.size());
  host.erase(std::min(host.find('/'), host.size()));
  const auto colon = host.rfind(':');
  const bool has_port = colon != host.npos && host.find(']', colon) == host.npos;
  auto name = host.substr(0, has_port ? colon : host.npos);
  if (name.starts_with('['))
    name = name.substr(1, name.size() - 2);

  boost::asio::ip::tcp::iostream line;
  line.expires_after(patience);
  line.connect(name, has_port ? host.substr(colon + 1) : "80");
  line << verb << ' ' << path << " HTTP/1.1\r\nHost: " << host
       << "\r\nX-Admin-Token: " << token_of(how) << "\r\nConnection: close\r\n";
  if (verb == "POST")
    line << "Content-Type: application/json\r\nContent-Length: " << body.size() << "\r\n";
  line << "\r\n" << body << std::flush;

  answer got;
  std::string version;
  std::string header;
  line >> version >> got.status;
  std::getline(line, header);
  while (std::getline(line, header) && header != "\r")
    ;
  if (!line)
    throw std::runtime_error{"no answer from " + how.url + ": " + line.error().message()};
  got.body.assign(std::istreambuf_iterator<char>{line}, {});
  return got;
}

void print_lane(const json& lane) {
  std::cout << lane["stream"].get<std::string>() << "  " << lane["state"].get<std::string>()
            << "  published " << lane["published"] << " of " << lane["last"];
  if (lane.contains("oldest"))
    std::cout << ", waiting since " << lane["oldest"].get<std::string>();
  if (lane.contains("why"))
    std::cout << "  (" << lane["why"].get<std::string>() << ')';
  std::cout << '\n';
}

void print_event(const json& event) {
  std::cout << event["partition"] << '/' << event["position"] << "  "
            << event["state"].get<std::string>() << "  " << event["subject"].get<std::string>()
            << " #" << event["sequence"] << "  " << event["type"].get<std::string>() << "  since "
            << event["since"].get<std::string>() << "  (" << event["why"].get<std::string>()
            << ")\n";
}

int list(const outbox_options& how, const json& said) {
  if (how.wants_json)
    return 0;
  for (const auto& lane : said["streams"])
    print_lane(lane);
  for (const auto& event : said["events"])
    print_event(event);
  if (said["eventCount"] > said["events"].size())
    std::cout << "… and " << said["eventCount"].get<std::uint64_t>() - said["events"].size()
              << " more\n";
  return 0;
}

int tell(const outbox_options& how, const json& said) {
  if (!how.wants_json) {
    std::cout << (how.action == "replay" ? "published " : "given up ") << said["done"];
    if (said["waiting"] != 0)
      std::cout << ", still waiting " << said["waiting"];
    if (said.contains("why"))
      std::cout << " (" << said["why"].get<std::string>() << ')';
    std::cout << '\n';
  }
  return said["waiting"] == 0 && !said.contains("why") ? 0 : 1;
}

json wish_of(const outbox_options& how) {
  json wish{{"subject", how.subject}};
  if (how.position != 0) {
    wish["partition"] = how.partition;
    wish["position"] = how.position;
  }
  return wish;
}

int run(const outbox_options& how) {
  const bool is_list = how.action == "list";
  const auto got = is_list ? call(how, "GET", "/admin/outbox", "")
                           : call(how, "POST", "/admin/outbox/" + how.action, wish_of(how).dump());
  const auto said = json::parse(got.body, nullptr, false);
  if (said.is_discarded())
    throw std::runtime_error{"not an answer of this program: " + got.body.substr(0, 80)};
  if (got.status != 200)
    throw std::runtime_error{
        said.value("detail", "the server answers " + std::to_string(got.status))};
  if (how.wants_json)
    std::cout << got.body << '\n';
  return is_list ? list(how, said) : tell(how, said);
}

} // namespace

int run_outbox(const std::vector<std::string>& arguments) {
  const auto parsed = parse_outbox_options(arguments);
  if (!parsed.help.empty()) {
    std::cout << parsed.help;
    return 0;
  }
  try {
    if (!parsed.wrong.empty())
      throw std::runtime_error{parsed.wrong};
    return run(parsed.options);
  } catch (const std::exception& why) {
    std::cerr << "frontrow: outbox: " << why.what() << '\n';
    return 2;
  }
}

} // namespace frontrow::console
