#include "http/cors.hpp"

#include "tests/http/support/caller.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;

TEST_CASE("who comes from no other origin hears nothing of it") {
  auto from = get("/api/v1/seats");
  CHECK(http::cors_headers({}, from.get()).empty());
}

TEST_CASE("everybody may read where everybody is allowed, without cookies") {
  auto from = get("/api/v1/seats");
  from.with("Origin", "https://shop.example");
  const auto lines = http::cors_headers({}, from.get());
  CHECK_THAT(lines, Catch::Contains("Access-Control-Allow-Origin: *\r\n"));
  CHECK_THAT(lines, Catch::Contains("Access-Control-Expose-Headers: X-Fcfs-Seq, ETag,"));
  CHECK_THAT(lines, !Catch::Contains("Credentials"));
}

TEST_CASE("a listed origin is named, and may bring cookies; another is not") {
  settings how;
  how.http.cors_origins = {"https://shop.example"};
  auto from = get("/api/v1/seats");
  from.with("Origin", "https://shop.example");
  const auto lines = http::cors_headers(how, from.get());
  CHECK_THAT(lines, Catch::Contains("Access-Control-Allow-Origin: https://shop.example\r\n"));
  CHECK_THAT(lines, Catch::Contains("Access-Control-Allow-Credentials: true\r\n"));
  CHECK_THAT(lines, Catch::Contains("Vary: Origin\r\n"));
  from.with("Origin", "https://evil.example");
  CHECK(http::cors_headers(how, from.get()) == "Vary: Origin\r\n");
}

TEST_CASE("a preflight lists what the calls take") {
  made_request from{http::beast::http::verb::options, "/fcfs/join"};
  CHECK_FALSE(http::is_preflight(from.get()));
  from.with("Origin", "https://shop.example").with("Access-Control-Request-Method", "POST");
  CHECK(http::is_preflight(from.get()));
  const auto out = http::preflight({}, from.get(), "POST, OPTIONS");
  CHECK(out.status == 204);
  CHECK(header_of(out, "Access-Control-Allow-Methods") == "POST, OPTIONS");
  CHECK_THAT(header_of(out, "Access-Control-Allow-Headers"), Catch::Contains("X-User-Id"));
  CHECK_THAT(header_of(out, "Access-Control-Allow-Headers"), Catch::Contains("Idempotency-Key"));
}
