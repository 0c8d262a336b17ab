#include "http/operations/documents.hpp"
#include "http/routes.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <set>

using namespace frontrow;
using namespace frontrow::http;
using nlohmann::json;

namespace {

json document() {
  return json::parse(operations::openapi_json);
}

/// Every $ref that stands anywhere in `in`.
void gather_references(const json& in, std::set<std::string>& into) {
  if (in.is_object() && in.contains("$ref"))
    into.insert(in["$ref"].get<std::string>());
  if (in.is_structured())
    for (const auto& each : in)
      gather_references(each, into);
}

std::string lower(beast::http::verb verb) {
  std::string out{beast::http::to_string(verb)};
  for (auto& c : out)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

} // namespace

TEST_CASE("every route is in the OpenAPI document, and nothing else is") {
  std::set<std::string> wanted;
  context with;
  for (const auto& each : routes(with))
    wanted.insert(lower(each.method) + ' ' + each.path);
  std::set<std::string> found;
  const auto whole = document();
  for (const auto& [path, calls] : whole.at("paths").items())
    for (const auto& [verb, call] : calls.items())
      if (verb != "parameters")
        found.insert(verb + ' ' + path);
  CHECK(found == wanted);
}

TEST_CASE("every operation has an id, a summary and answers") {
  std::set<std::string> ids;
  const auto whole = document();
  for (const auto& [path, calls] : whole.at("paths").items())
    for (const auto& [verb, call] : calls.items())
      if (verb != "parameters") {
        INFO(verb << ' ' << path);
        CHECK(ids.insert(call["operationId"].get<std::string>()).second);
        CHECK(call["summary"].is_string());
        CHECK(call["responses"].size() >= 1);
        for (const auto& tag : call["tags"])
          CHECK(tag.is_string());
      }
}

TEST_CASE("every error code is in the OpenAPI document, with its status and title") {
  const auto whole = document();
  std::set<std::string> listed;
  for (const auto& each : whole.at("x-errors")) {
    INFO(each.dump());
    listed.insert(each["code"].get<std::string>());
    for (const auto& row : error_table())
      if (row.code == each["code"]) {
        CHECK(each["status"] == row.status);
        CHECK(each["title"] == row.title);
        CHECK(each["reason"] == row.reason);
      }
  }
  std::set<std::string> wanted;
  for (const auto& row : error_table())
    wanted.insert(std::string{row.code});
  CHECK(listed == wanted);
  const auto& codes = whole.at("components")["schemas"]["ErrorCode"]["enum"];
  CHECK(codes.get<std::set<std::string>>() == wanted);
}

TEST_CASE("every reference leads somewhere") {
  const auto whole = document();
  std::set<std::string> references;
  gather_references(whole, references);
  CHECK(references.size() > 10);
  for (const auto& each : references) {
    INFO(each);
    REQUIRE(each.starts_with("#/"));
    CHECK(whole.contains(json::json_pointer{each.substr(1)}));
  }
}

TEST_CASE("path parameters are declared") {
  const auto whole = document();
  for (const auto& [path, calls] : whole.at("paths").items())
    if (path.find("{id}") != std::string::npos) {
      INFO(path);
      CHECK(calls.contains("parameters"));
    }
}
