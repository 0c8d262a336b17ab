#include "console/console_pages.hpp"

#include "console/console_options.hpp"
#include "console/operator_wish.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace frontrow::console;
using nlohmann::json;

TEST_CASE("terminal text: nothing that a terminal would obey gets through") {
  CHECK(plain("\x1b[2Jgone\x07\n") == "?[2Jgone??");
  CHECK(plain("\xc2\x9b"
              "31m")
        == "?31m");
  CHECK(plain("a\xe2\x80\xae"
              "b")
        == "a?b");
  CHECK(plain("공연 \xff") == "공연 ?");
  CHECK(plain("\xe2\x82") == "??");
}

TEST_CASE("terminal text: is cut by columns, and never within a character") {
  CHECK(cut("abc", 2) == "ab");
  CHECK(cut("공연장", 5) == "공연");
  CHECK(cut("abc", 9) == "abc");
}

TEST_CASE("console pages: a table's columns stand under their heads") {
  const auto page = print_page("sale", json::parse(R"({"sales":[
      {"schedule":500,"title":"A \u001b[31m","startsAt":"x","seats":100,"available":99,
       "held":1,"sold":0},
      {"schedule":7,"title":"B","startsAt":"x"}]})"));
  REQUIRE(page.size() == 3);
  CHECK(page[0] == "schedule  title    starts  seats  free  held  sold");
  CHECK(page[1] == "     500  A ?[31m  x         100    99     1     0");
  CHECK(page[2] == "       7  B        x           -     -     -     -");
}

TEST_CASE("console pages: every view has an address, and nothing else has") {
  CHECK(path_of("actor", "seat 500/25") == "/admin/actor?id=seat%20500%2F25");
  CHECK(path_of("sale", "") == "/admin/sales");
  CHECK(path_of("sale", "500") == "/admin/sale?schedule=500");
  CHECK(path_of("actor", "").empty());
  CHECK(path_of("cluster", "x").empty());
  CHECK(path_of("cat", "").empty());
  CHECK(parse_console_options({"cat"}).wrong.find("cat") != std::string::npos);
  CHECK_FALSE(parse_console_options({"--json"}).wrong.empty());
  const auto good = parse_console_options({"actor", "seat", "500/25", "--once", "--json"});
  CHECK(good.wrong.empty());
  CHECK(good.options.what == "seat 500/25");
}

TEST_CASE("console actions: what is typed becomes what is asked for") {
  CHECK(parse_wish("pause 500")->body == json{{"schedule", 500}, {"doors", "pause"}});
  CHECK(parse_wish("rate 500 0")->body == json{{"schedule", 500}, {"perSecond", 0}});
  CHECK(parse_wish("passivate seat 500/25")->body == json{{"actor", "seat 500/25"}});
  CHECK(parse_wish("replay *")->action == "replay");
  for (const auto* wrong : {"", "pause", "pause x", "capacity 5", "capacity 5 -1", "sell 5"})
    CHECK_FALSE(parse_wish(wrong));
}
