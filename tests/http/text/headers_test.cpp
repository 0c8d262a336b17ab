#include "http/text/headers.hpp"

#include <catch2/catch.hpp>

using namespace frontrow::http;

TEST_CASE("a cookie is found among others") {
  CHECK(find_cookie("tokenId=abc", "tokenId") == "abc");
  CHECK(find_cookie("a=1; tokenId=abc; b=2", "tokenId") == "abc");
  CHECK(find_cookie("a=1;tokenId=\"abc\"", "tokenId") == "abc");
  CHECK_FALSE(find_cookie("xtokenId=abc", "tokenId"));
  CHECK_FALSE(find_cookie("tokenId", "tokenId"));
  CHECK_FALSE(find_cookie("", "tokenId"));
}

TEST_CASE("a bearer token is found whatever the case of its scheme") {
  CHECK(bearer_token("Bearer abc") == "abc");
  CHECK(bearer_token("bearer  abc ") == "abc");
  CHECK(bearer_token("Basic abc").empty());
  CHECK(bearer_token("Bearerabc").empty());
  CHECK(bearer_token("").empty());
}

TEST_CASE("an idempotency key is 1 to 255 visible characters, bare or quoted") {
  CHECK(parse_idempotency_key("k") == "k");
  CHECK(parse_idempotency_key("\"uuid-v4\"") == "uuid-v4");
  CHECK(parse_idempotency_key(" k ") == "k");
  CHECK(parse_idempotency_key(std::string(255, 'k')));
  CHECK(parse_idempotency_key("\"" + std::string(255, 'k') + "\""));
  for (const std::string bad : {"", "\"\"", "a b", "é", "a\x01", "a\x7f"})
    CHECK_FALSE(parse_idempotency_key(bad));
  CHECK_FALSE(parse_idempotency_key(std::string(256, 'k')));
}

TEST_CASE("conditions are * or entity tags") {
  CHECK(print_etag(7) == "\"7\"");
  CHECK(parse_versions("*", false)->any);
  CHECK(parse_versions("\"7\"", false)->has(7));
  CHECK_FALSE(parse_versions("\"7\"", false)->has(8));
  CHECK(parse_versions("\"7\", \"8\"", false)->has(8));
  CHECK(parse_versions("W/\"7\"", true)->has(7));
  CHECK_FALSE(parse_versions("W/\"7\"", false)->has(7));
  CHECK(parse_versions("\"somebody else's\"", false)->versions.empty());
  for (const auto bad : {"", "7", "\"7", "7\"", "\"7\" \"8\"", "W/7", "*, \"7\""})
    CHECK_FALSE(parse_versions(bad, true));
}

TEST_CASE("a media type goes without parameters and case") {
  CHECK(media_type("Application/JSON; charset=utf-8") == "application/json");
  CHECK(media_type(" text/plain ;x") == "text/plain");
  CHECK(media_type("").empty());
}
