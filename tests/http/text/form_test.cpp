#include "http/text/form.hpp"

#include <catch2/catch.hpp>

using namespace frontrow::http;

TEST_CASE("percent-encoding is undone") {
  CHECK(decode_percent("a%20b%2Bc+d", false) == "a b+c+d");
  CHECK(decode_percent("a+b", true) == "a b");
  CHECK(decode_percent("%EC%A2%8C", false) == "좌");
  CHECK(decode_percent("%00", false) == std::string(1, '\0'));
  for (const auto bad : {"%", "%2", "%zz", "%2g", "a%"})
    CHECK_FALSE(decode_percent(bad, false));
}

TEST_CASE("the first value of a name counts") {
  CHECK(find_value("userId=101&scheduleId=500", "scheduleId") == "500");
  CHECK(find_value("a=1&a=2", "a") == "1");
  CHECK(find_value("us%65rId=7", "userId") == "7");
  CHECK(find_value("wrap", "wrap") == "");
  CHECK(find_value("&&wrap=1&", "wrap") == "1");
  CHECK_FALSE(find_value("userId=1", "user"));
  CHECK_FALSE(find_value("", "a"));
  CHECK_FALSE(find_value("a=%zz", "a"));
}
