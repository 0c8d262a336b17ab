#include "http/server/query.hpp"

#include <catch2/catch.hpp>

using namespace frontrow::http;

TEST_CASE("query: percent-decoding") {
  CHECK(percent_decode("a%20b+c") == "a b+c");
  CHECK(percent_decode("a%20b+c", true) == "a b c");
  CHECK(percent_decode("%E2%82%ac") == "\xe2\x82\xac");
  CHECK(percent_decode("%00")->size() == 1);
  CHECK(percent_decode("")->empty());
  for (const auto* bad : {"%", "%4", "%4g", "%g4", "a%", "%%41"})
    CHECK_FALSE(percent_decode(bad));
}

TEST_CASE("query: values by name") {
  const auto* query = "userId=101&scheduleId=500&empty=&flag&%66cfs=1&bad=%zz&userId=7";
  CHECK(query_value(query, "userId") == "101");
  CHECK(query_value(query, "scheduleId") == "500");
  CHECK(query_value(query, "empty") == "");
  CHECK(query_value(query, "flag") == "");
  CHECK(query_value(query, "fcfs") == "1");
  CHECK_FALSE(query_value(query, "bad"));
  CHECK_FALSE(query_value(query, "user"));
  CHECK_FALSE(query_value("", "user"));
  CHECK_FALSE(is_sound_query(query));
  CHECK(is_sound_query("a=1&b"));
}

TEST_CASE("query: media types") {
  CHECK(is_media_type("application/json", "application/json"));
  CHECK(is_media_type("Application/JSON ; charset=utf-8", "application/json"));
  CHECK_FALSE(is_media_type("application/jsonx", "application/json"));
  CHECK_FALSE(is_media_type("", "application/json"));
}
