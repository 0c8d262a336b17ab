#include "tests/http/entrance/door.hpp"

using namespace frontrow;
using namespace frontrow::test;

TEST_CASE("an address that asks too often is told when to come back") {
  door at{[](settings& how) {
    how.rate_limit.address = "2/m";
  }};
  auto from = get("/api/concerts");
  REQUIRE_FALSE(at.ask(from, http::caller::anyone));
  CHECK(from.get().limits == R"("address";r=1;t=30)");
  CHECK(from.get().limit_policies == R"("address";q=2;w=60)");
  REQUIRE_FALSE(at.ask(from, http::caller::anyone));
  const auto no = at.ask(from, http::caller::anyone);
  REQUIRE(no);
  CHECK(no->status == 429);
  CHECK(code_of(*no) == "rate_limited");
  CHECK(header_of(*no, "Retry-After") == "30");
  CHECK(from.get().limits == R"("address";r=0;t=60)");
  from.get().peer = "192.0.2.99";
  CHECK_FALSE(at.ask(from, http::caller::anyone));
  auto join = post("/fcfs/join", "{}");
  CHECK(body_of(*at.ask(join)).starts_with(R"({"success":false,"reason":"rate_limited")"));
}

TEST_CASE("what frees seats, tells of health or is an operator's is not limited") {
  door at{[](settings& how) {
    how.rate_limit.address = "1/h";
  }};
  auto from = get("/api/concerts");
  CHECK_FALSE(at.ask(from, http::caller::anyone));
  CHECK(at.ask(from, http::caller::anyone));
  for (int i = 0; i < 3; ++i) {
    CHECK_FALSE(at.ask(from, http::caller::operators));
    CHECK_FALSE(at.ask(from, http::caller::anyone, http::urgency::urgent));
  }
  CHECK(from.get().limits.empty());
  from.get().at_app_port = true;
  CHECK_FALSE(at.ask(from, http::caller::anyone));
}

TEST_CASE("a user is limited wherever it asks from, and nobody else with it") {
  door at{[](settings& how) {
    how.rate_limit.user = "2/m";
    how.rate_limit.address = "100/s";
  }};
  const auto ask = [&](const std::string& user, const char* peer) {
    auto from = get("/api/users/101/point");
    from.with("Authorization", "Bearer " + token_of(first, user));
    from.get().peer = peer;
    const auto no = at.ask(from);
    CHECK(from.get().limit_policies == R"("address";q=100;w=1, "user";q=2;w=60)");
    return no ? no->status : 200;
  };
  CHECK(ask("101", "192.0.2.1") == 200);
  CHECK(ask("101", "192.0.2.2") == 200);
  CHECK(ask("101", "192.0.2.3") == 429);
  CHECK(ask("102", "192.0.2.3") == 200);
  at.steady += 30s;
  CHECK(ask("101", "192.0.2.3") == 200);
  CHECK(at.keeper->figures().limited_by_user == 1);
  CHECK(at.keeper->figures().limited_by_address == 0);
}

TEST_CASE("whoever shows a token that does not count spends no user's quota") {
  door at{[](settings& how) {
    how.rate_limit.user = "1/h";
  }};
  for (int i = 0; i < 5; ++i)
    CHECK(at.status(token_of(second)) == 401);
  CHECK(at.status(token_of(first)) == 200);
  CHECK(at.status(token_of(first)) == 429);
}
