#include "http/concert/point_endpoints.hpp"

#include "tests/http/support/caller.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace http::concert;

namespace {

nlohmann::json said(const http::response& out) {
  return nlohmann::json::parse(out.body);
}

http::response use(caller& server, std::string body, std::string_view if_match = {}) {
  auto wish = post("/api/users/101/point/use", std::move(body));
  wish.argument("101");
  if (!if_match.empty())
    wish.with("If-Match", if_match);
  return server.call(use_points, wish);
}

} // namespace

TEST_CASE("using points is answered as the document shows") {
  caller server;
  server.says.done.balance = 50'000;
  server.says.done.wallet_version = 2;
  const auto out = use(server, R"({"amount":150000})");
  CHECK(out.status == 200);
  CHECK(out.body == R"({"userId":101,"balance":50000,"version":2})");
  CHECK(header_of(out, "ETag") == "\"2\"");
  const auto& asked = server.says.asked_command;
  CHECK(asked.what == operation::use);
  CHECK(asked.user == user_id{101});
  CHECK(asked.amount == 150'000);
  CHECK(asked.key.empty());
  CHECK_FALSE(asked.has_match);
}

TEST_CASE("points are read with their version") {
  caller server;
  server.says.wallet = {user_id{101}, 1, 200'000};
  const auto out = server.call(read_points, get("/api/users/101/point").argument("101"));
  CHECK(out.body == R"({"userId":101,"balance":200000,"version":1})");
  CHECK(header_of(out, "ETag") == "\"1\"");
}

TEST_CASE("amounts are whole points from 1 to a milliard") {
  caller server;
  for (const auto bad : {"0", "-1", "1.5", "1.0", "1e3", "\"5\"", "null", "1000000001", "[]"})
    CHECK(use(server, std::string{"{\"amount\":"} + bad + "}").status == 400);
  CHECK(use(server, "{}").status == 400);
  CHECK(use(server, "").status == 400);
  CHECK(use(server, R"({"amount":1000000000})").status == 200);
}

TEST_CASE("a condition names a version, or any") {
  caller server;
  use(server, R"({"amount":1})", "\"7\"");
  CHECK(server.says.asked_command.has_match);
  CHECK(server.says.asked_command.if_version == 7);
  use(server, R"({"amount":1})", "*");
  CHECK_FALSE(server.says.asked_command.has_match);
  use(server, R"({"amount":1})", "\"not ours\"");
  CHECK(server.says.asked_command.has_match);
  CHECK(server.says.asked_command.if_version > 1'000'000'000);
  for (const auto bad : {"7", "\"7", "\"7\" \"8\"", "\"7\", \"8\""})
    CHECK(said(use(server, R"({"amount":1})", bad))["code"] == "if_match_malformed");
}

TEST_CASE("what the wallet refuses") {
  caller server;
  server.says.done.no = refusal::insufficient_balance;
  server.says.done.balance = 50'000;
  const auto poor = use(server, R"({"amount":150000})");
  CHECK(poor.status == 422);
  CHECK(said(poor)["code"] == "insufficient_balance");
  CHECK(said(poor)["balance"] == 50'000);
  server.says.done.no = refusal::version_conflict;
  CHECK(use(server, R"({"amount":150000})", "\"1\"").status == 412);
}

TEST_CASE("a user is a positive integer") {
  caller server;
  for (const auto bad : {"0", "-1", "x", "", "1.5", "9223372036854775808"}) {
    const auto out = server.call(read_points, get("/api/users/x/point").argument(bad));
    CHECK(out.status == 400);
    CHECK(said(out)["detail"] == "userId in the path must be a positive integer below 2^63");
  }
}

TEST_CASE("the history is a page of the ledger") {
  caller server;
  server.says.ledger = {
      {user_id{101}, 3, ledger_row::kind::refund, 150'000, 200'000, reservation_id{12345}, noon()},
      {user_id{101}, 2, ledger_row::kind::payment, 150'000, 50'000, reservation_id{12345}, noon()},
      {user_id{101}, 1, ledger_row::kind::charge, 200'000, 200'000, {}, noon()},
  };
  const auto out
      = server.call(read_history, get("/api/users/101/point/history?limit=2").argument("101"));
  CHECK(out.body
        == R"({"entries":[{"entryId":3,"type":"REFUND","amount":150000,"balance":200000,)"
           R"("reservationId":"0000000000C1S","at":"2024-01-01T12:00:00"},)"
           R"({"entryId":2,"type":"PAYMENT","amount":150000,"balance":50000,)"
           R"("reservationId":"0000000000C1S","at":"2024-01-01T12:00:00"}],"next":"2"})");
  CHECK(server.says.asked_ledger.limit == 3);
  server.call(read_history, get("/api/users/101/point/history?cursor=2").argument("101"));
  CHECK(server.says.asked_ledger.before == 2);
}

TEST_CASE("failures of the world are failures here, with a time to try again") {
  const auto [why, status, code] = GENERATE(table<store_failure, unsigned, std::string>({
      {store_failure::unavailable, 503, "service_unavailable"},
      {store_failure::full, 503, "storage_full"},
      {store_failure::overloaded, 503, "overloaded"},
  }));
  caller server;
  server.says.failure = why;
  const auto out = use(server, R"({"amount":1})");
  CHECK(out.status == status);
  CHECK(said(out)["code"] == code);
  CHECK(header_of(out, "Retry-After") == "1");
}
