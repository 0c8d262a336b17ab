#include "config/option.hpp"
#include "config/value_text.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace frontrow;
using namespace frontrow::config;
using namespace std::chrono_literals;

TEST_CASE("durations are read and printed in the largest unit that fits") {
  struct row {
    const char* text;
    milliseconds value;
  };
  for (const auto& [text, value] :
       {row{"250ms", 250ms}, row{"30s", 30s}, row{"5m", 5min}, row{"12h", 12h}, row{"0", 0ms}}) {
    CAPTURE(text);
    CHECK(parse_duration(text) == value);
    CHECK(print_duration(value) == text);
  }
  CHECK(print_duration(90s) == "90s");
  for (const auto* text : {"", "5", "s", "-1s", "1.5s", "1 s", "1d", "1s ", "99999999999999999999s",
                           "9223372036854775807h"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_duration(text));
  }
}

TEST_CASE("sizes, booleans and lists are read as people write them") {
  CHECK(parse_size("64KiB") == 65'536u);
  CHECK(parse_size("65536") == 65'536u);
  CHECK(parse_size("1MiB") == 1'048'576u);
  CHECK(print_size(65'536) == "64KiB");
  CHECK(print_size(1'000) == "1000");
  CHECK_FALSE(parse_size("64KB"));
  CHECK(parse_boolean("0") == false);
  CHECK(parse_boolean("yes") == true);
  CHECK_FALSE(parse_boolean("maybe"));
  CHECK(parse_list(" a, b ,,c ") == std::vector<std::string>{"a", "b", "c"});
  CHECK(parse_list("").empty());
}

TEST_CASE("texts with a shape are checked") {
  CHECK(address_shape("::1").empty());
  CHECK(address_shape("127.0.0.1").empty());
  CHECK_FALSE(address_shape("localhost").empty());
  CHECK(block_shape("10.0.0.0/8").empty());
  CHECK_FALSE(block_shape("10.0.0.0/33").empty());
  CHECK(block_shape("fd00::/64").empty());
  CHECK(zone_shape("UTC").empty());
  CHECK(zone_shape("+09:00").empty());
  CHECK_FALSE(zone_shape("+15:00").empty());
  CHECK_FALSE(zone_shape("Asia/Seoul").empty());
  CHECK_FALSE(header_shape("X User").empty());
  CHECK(origin_shape("https://tickets.example").empty());
  CHECK_FALSE(origin_shape("tickets.example").empty());
  CHECK_FALSE(origin_shape("https://tickets.example/").empty());
}

TEST_CASE("every option has its own flag and variable, and a default within its own limits") {
  std::set<std::string> names;
  for (const auto& row : option_table()) {
    CAPTURE(row.name);
    CHECK(names.insert(flag_of(row)).second);
    CHECK(names.insert(variable_of(row)).second);
    settings values;
    const auto text = print_value(row, values);
    CHECK(set_value(row, text, values) == std::nullopt);
    CHECK(print_value(row, values) == text);
  }
}
