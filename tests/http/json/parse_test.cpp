#include "http/json/parse.hpp"

#include <catch2/catch.hpp>

using namespace frontrow::http::json;

namespace {

std::string repeated(std::string_view what, std::size_t times) {
  std::string out;
  while (times-- != 0)
    out += what;
  return out;
}

} // namespace

TEST_CASE("a body is read as it was written") {
  const auto read = parse(R"({"a":1,"b":"\u0041\ud83d\ude00","c":[true,null,-1.5e3],"d":{}})");
  REQUIRE(read);
  CHECK(find(*read, "a")->text == "1");
  CHECK(find(*read, "b")->text == "A\xf0\x9f\x98\x80");
  CHECK(find(*read, "c")->items.size() == 3);
  CHECK(find(*read, "c")->items[0].truth);
  CHECK(find(*read, "c")->items[1].is == value::kind::null);
  CHECK(find(*read, "c")->items[2].text == "-1.5e3");
  CHECK(find(*read, "d")->is == value::kind::object);
  CHECK_FALSE(find(*read, "e"));
}

TEST_CASE("integers of any length keep their digits") {
  CHECK(parse("18446744073709551616")->text == "18446744073709551616");
  CHECK(parse("-9223372036854775809")->text == "-9223372036854775809");
}

TEST_CASE("hostile bodies are refused with a reason") {
  using namespace std::string_literals;
  const auto [body, reason] = GENERATE(table<std::string, std::string>({
      {R"({"a":1,"a":2})", "stands twice"},
      {R"({"a":1,"\u0061":2})", "stands twice"},
      {R"({"a":{"b":1,"b":1}})", "stands twice"},
      {repeated("[", 17) + repeated("]", 17), "nested deeper than 16"},
      {repeated("[", 60'000), "nested deeper than 16"},
      {repeated(R"({"a":)", 10'000), "nested deeper than 16"},
      {"[" + repeated("0,", 4'096) + "0]", "more than 4096 values"},
      {R"({"a":1e999})", "too large"},
      {R"({"a":-1e999})", "too large"},
      {"", "not valid JSON"},
      {"{", "not valid JSON"},
      {"{}{}", "not valid JSON"},
      {"{} x", "not valid JSON"},
      {R"({"a":1,})", "not valid JSON"},
      {R"({a:1})", "not valid JSON"},
      {R"({'a':1})", "not valid JSON"},
      {R"({"a":01})", "not valid JSON"},
      {R"({"a":+1})", "not valid JSON"},
      {R"({"a":.5})", "not valid JSON"},
      {R"({"a":NaN})", "not valid JSON"},
      {R"({"a":Infinity})", "not valid JSON"},
      {"// comment\n{}", "not valid JSON"},
      {"{\"a\":\"\xff\"}", "not valid JSON"},
      {"{\"a\":\"\xc0\xaf\"}", "not valid JSON"},
      {"{\"a\":\"\xed\xa0\x80\"}", "not valid JSON"},
      {R"({"a":"\ud800"})", "not valid JSON"},
      {R"({"a":"\x41"})", "not valid JSON"},
      {"{\"a\":\"line\nfeed\"}", "not valid JSON"},
      {"{\"a\":\"\0\"}"s, "not valid JSON"},
      {"{}\0"s, "not valid JSON"},
      {"\0{}"s, "not valid JSON"},
      {"\xef\xbb\xbf{}", "byte order mark"},
      {"\xff\xfe{\0}\0"s, "not valid JSON"},
  }));
  CAPTURE(body.substr(0, 80));
  const auto read = parse(body);
  REQUIRE_FALSE(read);
  CHECK_THAT(read.error().what, Catch::Contains(reason));
}

TEST_CASE("what is exactly at the limits passes") {
  CHECK(parse(repeated("[", 16) + repeated("]", 16)));
  CHECK(parse("[" + repeated("0,", 4'094) + "0]"));
}
