#include "console/cluster_command.hpp"

#include "console/cluster_options.hpp"
#include "console/operator_access.hpp"
#include "console/server_call.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iostream>
#include <stdexcept>

namespace frontrow::console {

namespace {

using nlohmann::json;

using row = std::array<std::string, 7>;

row row_of(const json& one) {
  return {one["name"].get<std::string>(),
          one["url"].get<std::string>(),
          one["address"].get<std::string>(),
          std::to_string(one["id"].get<std::uint64_t>()),
          one["version"].get<std::string>(),
          std::to_string(one["shards"].get<std::uint64_t>()),
          one["draining"].get<bool>() ? "draining" : "serving"};
}

void print_rows(const std::vector<row>& rows) {
  std::array<std::size_t, std::tuple_size_v<row>> widths{};
  for (const auto& one : rows)
    for (std::size_t i = 0; i < one.size(); ++i)
      widths[i] = std::max(widths[i], one[i].size());
  for (const auto& one : rows) {
    for (std::size_t i = 0; i + 1 < one.size(); ++i)
      std::cout << one[i] << std::string(widths[i] - one[i].size() + 2, ' ');
    std::cout << one.back() << '\n';
  }
}

void print_view(const json& said) {
  std::vector<row> rows{{"NODE", "URL", "NODE PORT", "LIFE", "VERSION", "SHARDS", "STATE"}};
  for (const auto& one : said["members"])
    rows.push_back(row_of(one));
  std::sort(rows.begin() + 1, rows.end());
  print_rows(rows);
  const auto& shards = said["shards"];
  const auto is_unowned = [](const json& one) {
    return !one.contains("owner");
  };
  if (const auto count = std::ranges::count_if(shards, is_unowned))
    std::cout << count << " shards are nobody's at the moment\n";
  for (const auto& one : shards)
    if (one.contains("wanted"))
      std::cout << "shard " << one["shard"] << " was moved to " << one["wanted"].get<std::string>()
                << (one.value("owner", "") == one["wanted"] ? "" : ", and is on its way") << '\n';
  if (!said.contains("node"))
    std::cout << "the node that answered is no member any more\n";
  else if (said["leaseMilliseconds"] <= 0)
    std::cout << "the node that answered, " << said["node"].get<std::string>()
              << ", has no lease: it serves nothing\n";
}

server_request wish_of(const cluster_options& how) {
  const auto token = operator_token_of(how.operator_token, how.data);
  if (how.action == "status")
    return {"GET", "/admin/cluster/view", token, ""};
  if (how.action == "move") {
    json wish{{"shard", how.shard}, {"node", nullptr}};
    if (how.node != "-")
      wish["node"] = how.node;
    return {"POST", "/admin/cluster/move", token, wish.dump()};
  }
  const json wish{{"node", how.node}, {"draining", how.action == "drain"}};
  return {"POST", "/admin/cluster/drain", token, wish.dump()};
}

int run(const cluster_options& how) {
  const auto got = call({how.url, how.ca}, wish_of(how));
  const auto said = json::parse(got.body, nullptr, false);
  if (said.is_discarded())
    throw std::runtime_error{"not an answer of this program: " + got.body.substr(0, 80)};
  if (got.status != 200)
    throw std::runtime_error{
        said.value("detail", "the server answers " + std::to_string(got.status))};
  if (how.wants_json)
    std::cout << got.body << '\n';
  else
    print_view(said);
  return 0;
}

} // namespace

int run_cluster(const std::vector<std::string>& arguments) {
  const auto parsed = parse_cluster_options(arguments);
  if (!parsed.help.empty()) {
    std::cout << parsed.help;
    return 0;
  }
  try {
    if (!parsed.wrong.empty())
      throw std::runtime_error{parsed.wrong};
    return run(parsed.options);
  } catch (const std::exception& why) {
    std::cerr << "frontrow: cluster: " << why.what() << '\n';
    return 2;
  }
}

} // namespace frontrow::console
