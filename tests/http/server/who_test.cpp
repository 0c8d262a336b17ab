#include "http/server/cors.hpp"
#include "http/server/operator_token.hpp"
#include "http/server/peers.hpp"
#include "http/server/trace.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace frontrow::http;
using namespace std::string_literals;

TEST_CASE("who: the first hop from the right that is not trusted") {
  const trusted_proxies proxies{{"10.0.0.0/8", "192.0.2.1", "2001:db8::/32"}};
  const auto client = [&](const char* peer, const char* hops) {
    boost::beast::http::fields headers;
    if (*hops != '\0')
      headers.insert("X-Forwarded-For", hops);
    return proxies.client(boost::asio::ip::make_address(peer), headers);
  };
  CHECK(client("203.0.113.7", "6.6.6.6") == "203.0.113.7"); // whom we do not trust
  CHECK(client("10.1.2.3", "") == "10.1.2.3");
  CHECK(client("10.1.2.3", "203.0.113.7") == "203.0.113.7");
  CHECK(client("10.1.2.3", "6.6.6.6, 203.0.113.7, 10.9.9.9") == "203.0.113.7");
  CHECK(client("10.1.2.3", "10.7.7.7 , 192.0.2.1") == "10.7.7.7");
  CHECK(client("10.1.2.3", "6.6.6.6, nonsense") == "10.1.2.3");
  CHECK(client("10.1.2.3", "203.0.113.7:4711") == "203.0.113.7");
  CHECK(client("::ffff:10.1.2.3", "[2001:db9::1]:80") == "2001:db9::1");
  CHECK(client("2001:db8::5", "203.0.113.7") == "203.0.113.7");
  CHECK_THROWS_WITH(trusted_proxies{{"10.0.0.0/99"}}, Catch::Contains("10.0.0.0/99"));
  CHECK_THROWS(trusted_proxies{{"proxy.example"}});
}

TEST_CASE("who: operators") {
  CHECK(check_operator("secret", "secret") == edge_error::none);
  CHECK(check_operator("secret", "") == edge_error::operator_token_missing);
  CHECK(check_operator("secret", "secreT") == edge_error::operator_token_wrong);
  CHECK(check_operator("secret", "secre") == edge_error::operator_token_wrong);
  CHECK(check_operator("", "x") == edge_error::operator_token_wrong);
}

TEST_CASE("who: a secret is the same in every bit, or it is another") {
  const std::string secret = "a secret of\0some length"s;
  CHECK(is_same_secret(secret, secret));
  CHECK(is_same_secret("", ""));
  for (std::size_t at = 0; at < secret.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      auto other = secret;
      other[at] = static_cast<char>(other[at] ^ (1 << bit));
      CHECK_FALSE(is_same_secret(secret, other));
    }
  for (std::size_t size = 0; size < secret.size(); ++size) {
    CHECK_FALSE(is_same_secret(secret, secret.substr(0, size)));
    CHECK_FALSE(is_same_secret(secret.substr(0, size), secret));
  }
  CHECK_FALSE(is_same_secret(secret, secret + '\0'));
  CHECK_FALSE(is_same_secret(secret, secret + secret));
  CHECK_FALSE(is_same_secret(secret, std::string(16'384, 'a')));
}

TEST_CASE("who: request ids and traces") {
  CHECK(is_request_id("abc-123"));
  CHECK(is_request_id(std::string(128, 'x')));
  CHECK_FALSE(is_request_id(std::string(129, 'x')));
  CHECK_FALSE(is_request_id(""));
  CHECK_FALSE(is_request_id("a b"));
  CHECK_FALSE(is_request_id("a\xc3\xa4"));
  const std::string good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  CHECK(is_traceparent(good));
  CHECK(trace_id(good) == "4bf92f3577b34da6a3ce929d0e0e4736");
  for (const auto* bad : {"", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                          "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                          "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                          "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                          "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"})
    CHECK_FALSE(is_traceparent(bad));
  id_maker maker;
  std::set<std::string> made;
  for (int i = 0; i < 10'000; ++i) {
    std::string id(id_maker::size, ' ');
    maker.make(id.data());
    made.insert(id);
  }
  CHECK(made.size() == 10'000);
}

TEST_CASE("who: pages of other origins") {
  std::string said;
  cors_rules{{"*"}}.print(said, "http://a");
  CHECK_THAT(said, Catch::StartsWith("Access-Control-Allow-Origin: *\r\n"));
  const cors_rules named{{"http://a"}};
  said.clear();
  named.print(said, "http://a");
  CHECK_THAT(said, Catch::Contains("Access-Control-Allow-Origin: http://a\r\n"));
  said.clear();
  named.print(said, "http://b");
  CHECK(said.empty());
  CHECK(named.vary_line() == "Vary: Origin\r\n");
  CHECK(cors_rules{{"*"}}.vary_line().empty());
  const cors_rules either{{"*", "http://a"}};
  CHECK(either.vary_line() == "Vary: Origin\r\n");
  either.print(said, "http://a");
  CHECK_THAT(said, Catch::Contains("Access-Control-Allow-Origin: http://a\r\n"
                                   "Access-Control-Allow-Credentials: true\r\n"));
  said.clear();
  either.print(said, "http://b");
  CHECK_THAT(said, Catch::StartsWith("Access-Control-Allow-Origin: *\r\n"));
  CHECK_THAT(said, !Catch::Contains("Credentials"));
  said.clear();
  named.print_preflight(said, "http://a", "GET", "x-a\x01");
  CHECK_THAT(said, !Catch::Contains("Allow-Headers"));
}
