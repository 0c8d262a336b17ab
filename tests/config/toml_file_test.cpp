#include "config/toml_file.hpp"

#include <catch2/catch.hpp>

using namespace frontrow::config;

namespace {

std::string items_of(std::string_view text) {
  std::string all;
  for (const auto& item : read_toml(text, "f").items)
    all += std::to_string(item.line) + " " + item.name + "=" + item.value + "\n";
  return all;
}

std::string mistakes_of(std::string_view text) {
  std::string all;
  for (const auto& each : read_toml(text, "f").mistakes)
    all += each.where + "\n";
  return all;
}

} // namespace

TEST_CASE("a file's keys carry their section and line") {
  const auto* text = R"(# the hall
port = 9_000 # public
auth = "none"
fcfs.seats = 12

[queue]
tick = "1s"
[auth]
jwt_keys = [
  "a#b", # first
  'c\d',
]
[ redis ]
password = "say \"#1\"")";
  CHECK(items_of(text)
        == "2 port=9000\n3 auth=none\n4 fcfs.seats=12\n7 queue.tick=1s\n"
           "9 auth.jwt_keys=a#b,c\\d\n14 redis.password=say \"#1\"\n");
  CHECK(mistakes_of(text).empty());
}

TEST_CASE("every line that cannot be read is named, and the others are read all the same") {
  const auto* text = R"(port 8080
tick = 1s
data = "d
= 5
[queue
port = 1
port = 2
demo = true false
[[x]]
store = "memory"
list = ["a" "b"]
last = [1,)";
  CHECK(mistakes_of(text) == "f:1\nf:2\nf:3\nf:4\nf:5\nf:7\nf:8\nf:9\nf:11\nf:12\n");
  CHECK(items_of(text) == "6 port=1\n10 store=memory\n");
}
