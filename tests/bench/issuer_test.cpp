#include "bench/load/issuer.hpp"

#include "http/entrance/base64url.hpp"

#include <catch2/catch.hpp>

using namespace frontrow::load;
using frontrow::http::entrance::decode_base64url;

namespace {

constexpr auto set
    = R"({"keys":[{"kty":"RSA","n":"x"},{"kty":"oct","kid":"2026","k":"c2VjcmV0"}]})";
const issuer::claims until_two{.issuer = "us",
                               .audience = "",
                               .until
                               = std::chrono::system_clock::time_point{std::chrono::seconds{2}}};

} // namespace

TEST_CASE("people's tokens name the user, the key and the end, and are sealed with the secret") {
  const auto found = issuer::from(set, until_two);
  REQUIRE(found);
  const auto text = found->authorization("101");
  REQUIRE(text.starts_with("Bearer "));
  const auto first = text.find('.');
  const auto second = text.find('.', first + 1);
  CHECK(decode_base64url(text.substr(7, first - 7))
        == R"({"alg":"HS256","kid":"2026","typ":"JWT"})");
  CHECK(decode_base64url(text.substr(first + 1, second - first - 1))
        == R"({"sub":"101","exp":2,"iss":"us"})");
  // printf %s "$head.$body" | openssl dgst -sha256 -hmac secret -binary
  CHECK(text.substr(second + 1) == "zAwTpVxTtWZaYPpXC3PKzU89UpQHzM7qD-JD4pzdmmQ");
}

TEST_CASE("a file without a secret makes no tokens") {
  for (const auto* bad : {"", "[]", "{}", R"({"keys":[{"kty":"RSA","n":"x"}]})",
                          R"({"kty":"oct","k":"!"})", R"({"kty":"oct"})"})
    CHECK_FALSE(issuer::from(bad, until_two));
  CHECK(issuer::from(R"({"kty":"oct","k":"c2VjcmV0"})", until_two));
}
