#include "http/json/reader.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::http;

namespace {

/// What is wrong with the member "x" as a `read` of it; empty when nothing is.
template <class Read>
std::string wrong(std::string_view x, Read read) {
  const auto body = json::parse_body("{\"x\":" + std::string{x} + "}");
  REQUIRE(body);
  json::reader in{*body};
  read(in);
  return in.is_good() ? "" : in.error().detail;
}

} // namespace

TEST_CASE("an id is a positive integer or the same as a string") {
  const auto read = [](json::reader& in) {
    in.id("x");
  };
  for (const auto good : {"1", "\"1\"", "9223372036854775807", "\"007\""})
    CHECK(wrong(good, read).empty());
  for (const auto bad : {"0", "-1", "1.0", "1e3", "9223372036854775808", "\"\"", "\" 1\"",
                         "\"1.0\"", "null", "true", "[1]", "{}", "123456789012345678901234567890"})
    CHECK(wrong(bad, read) == "x must be a positive integer below 2^63, or the same as a string");
}

TEST_CASE("points are whole numbers within limits") {
  const auto read = [](json::reader& in) {
    in.whole("x", 1, amount_max);
  };
  for (const auto good : {"1", "150000", "1000000000"})
    CHECK(wrong(good, read).empty());
  for (const auto bad : {"0", "-1", "-0", "1.5", "1.0", "1e3", "1000000001", "9223372036854775808",
                         "-9223372036854775808", "99999999999999999999"})
    CHECK(wrong(bad, read)
          == "x must be a whole number from 1 to 1000000000, written without fraction or exponent");
  CHECK(wrong("\"5\"", read) == "x must be a whole number from 1 to 1000000000, not a string");
  CHECK(wrong("null", read) == "x must be a whole number from 1 to 1000000000, not null");
}

TEST_CASE("a text has a length in characters and something to see") {
  const auto read = [](json::reader& in) {
    in.text("x", 1, 3);
  };
  CHECK(wrong("\"좌석😀\"", read).empty());
  CHECK(wrong("\"abcd\"", read) == "x must be a string of 1 to 3 characters, not 4");
  CHECK(wrong("\"\"", read) == "x must be a string of 1 to 3 characters, not 0");
  CHECK(wrong("\"  \"", read) == "x must not be blank");
  CHECK(wrong("\"a\\u0000\"", read) == "x must not contain the character U+0000");
  CHECK(wrong("5", read) == "x must be a string of 1 to 3 characters, not a number");
}

TEST_CASE("a list is an array of objects") {
  const auto read = [](json::reader& in) {
    in.list("x", 1, 2);
  };
  CHECK(wrong("[{}]", read).empty());
  for (const auto bad : {"[]", "[{},{},{}]", "[1]", "{}", "null", "\"\""})
    CHECK(wrong(bad, read) == "x must be an array of 1 to 2 objects");
}

TEST_CASE("the first complaint is kept") {
  const auto body = json::parse_body(R"({"b":0})");
  json::reader in{*body, "at."};
  in.id("a");
  in.id("b");
  CHECK(in.error().detail
        == "at.a is missing: it must be a positive integer below 2^63, or the same as a string");
  CHECK(in.error().row->code == "validation");
}

TEST_CASE("a body is one object") {
  CHECK(json::parse_body("", true));
  CHECK(json::parse_body(" \n", true));
  CHECK(json::parse_body("").error().row->code == "malformed_json");
  CHECK(json::parse_body("{").error().row->code == "malformed_json");
  CHECK(json::parse_body("[]").error().detail == "the body must be a JSON object, not an array");
  CHECK(json::parse_body("null").error().row->code == "validation");
}
