#include "console/outbox_command.hpp"

#include "console/operator_access.hpp"
#include "console/outbox_options.hpp"
#include "console/server_call.hpp"

#include <nlohmann/json.hpp>

#include <iostream>
#include <stdexcept>

namespace frontrow::console {

namespace {

using nlohmann::json;

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
  server_request wish{"GET", "/admin/outbox", operator_token_of(how.operator_token, how.data), ""};
  if (!is_list)
    wish = {"POST", "/admin/outbox/" + how.action, operator_token_of(how.operator_token, how.data),
            wish_of(how).dump()};
  const auto got = call({how.url, how.ca}, wish);
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
