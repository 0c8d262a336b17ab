#include "http/json/parse.hpp"
#include "http/json/print.hpp"
#include "http/json/utf8.hpp"

#include <catch2/catch.hpp>

using namespace frontrow::http;

namespace {

std::string printed(std::string_view text) {
  std::string out;
  json::append_text(out, text);
  return out;
}

} // namespace

TEST_CASE("strings are escaped, and never anything but valid UTF-8") {
  using namespace std::string_literals;
  const auto [text, wanted] = GENERATE(table<std::string, std::string>({
      {"", R"("")"},
      {"plain", R"("plain")"},
      {"say \"hi\" \\ /", R"("say \"hi\" \\ /")"},
      {"a\nb\rc\td", R"("a\nb\rc\td")"},
      {"\0\x01\x1f\x7f"s, R"("\u0000\u0001\u001f\u007f")"},
      {"좌석 😀", "\"좌석 😀\""},
      {"\xff", "\"\xef\xbf\xbd\""},
      {"a\xc3", "\"a\xef\xbf\xbd\""},
      {"\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
      {"\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
      {"\xf4\x90\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
      {"\xe2\x82\xac", "\"\xe2\x82\xac\""},
  }));
  CHECK(printed(text) == wanted);
  CHECK(json::parse(printed(text)));
}

TEST_CASE("an object has commas between its members") {
  std::string out;
  json::object body{out};
  body.number("a", 1).number("b", -9223372036854775807ll).number("c", ~0ull);
  json::object inner{body.open("d")};
  inner.truth("e", false).end();
  body.null("f").raw("g", "[]").more(",\"h\":1").more("").end();
  CHECK(out
        == R"({"a":1,"b":-9223372036854775807,"c":18446744073709551615,"d":{"e":false},)"
           R"("f":null,"g":[],"h":1})");
}

TEST_CASE("an object may be empty, or begin with members printed before") {
  std::string out;
  json::object{out}.end();
  CHECK(out == "{}");
  out.clear();
  json::object more{out};
  more.more(",\"a\":1").end();
  CHECK(out == R"({"a":1})");
}

TEST_CASE("characters are counted, not bytes") {
  CHECK(json::count_characters("") == 0);
  CHECK(json::count_characters("좌석😀") == 3);
  CHECK_FALSE(json::count_characters("\xc3"));
}

TEST_CASE("blank is nothing to see, in any script") {
  for (const auto blank : {"", " ", "\t\n", "\xe3\x80\x80", "\xc2\xa0 ", "\xe2\x80\x8b"})
    CHECK(json::is_blank(blank));
  for (const auto seen : {"a", " a ", "좌", "\xff"})
    CHECK_FALSE(json::is_blank(seen));
}
