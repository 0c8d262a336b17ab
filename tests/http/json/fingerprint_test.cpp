#include "http/json/fingerprint.hpp"
#include "http/json/parse.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::http;

namespace {

fingerprint of(std::string_view body, operation what = operation::use, std::uint64_t path = 1) {
  return json::fingerprint_of(what, path, *json::parse(body));
}

} // namespace

TEST_CASE("equal values have equal fingerprints, whatever their bytes") {
  const auto [a, b] = GENERATE(table<std::string, std::string>({
      {R"({"a":1,"b":2})", R"({ "b" : 2, "a" : 1 })"},
      {R"({"a":"A"})", R"({"a":"\u0041"})"},
      {R"({"a":"/"})", R"({"a":"\/"})"},
      {R"({"a":150000})", R"({"a":1.5e5})"},
      {R"({"a":1})", R"({"a":1.0})"},
      {R"({"a":0})", R"({"a":-0})"},
      {R"({"a":0})", R"({"a":-0.0})"},
      {R"({"a":[1,{"x":1,"y":2}]})", R"({"a":[1,{"y":2,"x":1}]})"},
  }));
  CHECK(of(a) == of(b));
}

TEST_CASE("other values have other fingerprints") {
  const auto [a, b] = GENERATE(table<std::string, std::string>({
      {R"({"a":1})", R"({"a":2})"},
      {R"({"a":1})", R"({"a":"1"})"},
      {R"({"a":1})", R"({"a":1,"b":null})"},
      {R"({"a":null})", R"({"a":false})"},
      {R"({"a":[1,2]})", R"({"a":[2,1]})"},
      {R"({"a":["1,2"]})", R"({"a":["1","2"]})"},
      {R"({"a":[[1],2]})", R"({"a":[[1,2]]})"},
      {R"({"a":9007199254740993})", R"({"a":9007199254740992})"},
      {R"({"a":"b\":1"})", R"({"a":"b","1":1})"},
      {R"({"a":{}})", R"({"a":[]})"},
  }));
  CHECK_FALSE(of(a) == of(b));
}

TEST_CASE("operation and path count too") {
  CHECK_FALSE(of("{}", operation::confirm) == of("{}", operation::cancel));
  CHECK_FALSE(of("{}", operation::confirm, 1) == of("{}", operation::confirm, 2));
}
