#include "http/concert/queue_endpoints.hpp"

#include "tests/http/support/caller.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace http::concert;

namespace {

constexpr auto token = "0123456789abcdeffedcba9876543210";

queue_ticket waiting() {
  queue_ticket ticket;
  ticket.token = {0x0123456789abcdef, 0xfedcba9876543210};
  ticket.place = {user_id{101}, place_number{9}, noon()};
  ticket.position = 7;
  ticket.wait_seconds = 120;
  ticket.expires_at = noon(43'200'000);
  ticket.poll_seconds = 5;
  ticket.life_seconds = 43'200;
  ticket.standing = 70;
  return ticket;
}

queue_ticket active() {
  auto ticket = waiting();
  ticket.is_active = true;
  ticket.position = 0;
  ticket.wait_seconds = 0;
  ticket.expires_at = noon(600'000);
  ticket.claim_seconds = 60;
  ticket.standing = 71;
  return ticket;
}

constexpr auto waiting_body
    = R"({"queueStatus":"WAIT","estimatedWaitTime":120,"serverTime":"2024-01-01T12:00:00",)"
      R"("position":7,"expiresAt":"2024-01-02T00:00:00","pollAfterSeconds":5})";
constexpr auto active_body = R"({"queueStatus":"ACTIVE","serverTime":"2024-01-01T12:00:00",)"
                             R"("claimInSeconds":60,)"
                             R"("expiresAt":"2024-01-01T12:10:00","pollAfterSeconds":5})";

std::string code_of(const http::response& out) {
  return nlohmann::json::parse(out.body)["code"].get<std::string>();
}

http::response status_with(caller& server, std::string_view header, std::string_view value) {
  auto from = get("/api/queue/status?scheduleId=500");
  if (!header.empty())
    from.with(header, value);
  return server.call(read_status, from);
}

} // namespace

TEST_CASE("a token is issued as the document shows") {
  caller server;
  server.says.tickets = {waiting()};
  const auto out = server.call(enter, post("/api/queue/tokens?userId=101&scheduleId=500", ""));
  CHECK(out.status == 200);
  CHECK(out.body == waiting_body);
  CHECK(header_of(out, "Set-Cookie")
        == "tokenId="
               + server.context.seal.print(schedule_id{500}, waiting().token, waiting().place)
               + "; Max-Age=43200; Path=/; HttpOnly; Secure; SameSite=Lax");
  CHECK(server.says.asked_enter.user == user_id{101});
  CHECK(server.says.asked_enter.id == schedule_id{500});
}

TEST_CASE("who may go in at once is told no waiting time") {
  caller server;
  server.says.tickets = {active()};
  CHECK(server.call(enter, post("/api/queue/tokens?userId=101&scheduleId=500", "")).body
        == active_body);
}

TEST_CASE("a wish for a token may come as query, form or JSON") {
  const auto [target, type, body] = GENERATE(table<std::string, std::string, std::string>({
      {"/api/queue/tokens?userId=101&scheduleId=500", "", ""},
      {"/api/queue/tokens?userId=101&scheduleId=500", "text/plain", ""},
      {"/api/queue/tokens?userId=101&scheduleId=500", "application/x-www-form-urlencoded", ""},
      {"/api/queue/tokens", "application/x-www-form-urlencoded", "userId=101&scheduleId=500"},
      {"/api/queue/tokens", "application/json", R"({"userId":101,"scheduleId":"500"})"},
      {"/api/queue/tokens", "", R"({"userId":101,"scheduleId":500})"},
      {"/api/queue/tokens?userId=101", "application/json", R"({"userId":7,"scheduleId":500})"},
  }));
  caller server;
  server.says.tickets = {waiting()};
  auto from = post(target, body);
  if (!type.empty())
    from.with("Content-Type", type);
  CHECK(server.call(enter, from).status == 200);
  CHECK(server.says.asked_enter.user == user_id{101});
  CHECK(server.says.asked_enter.id == schedule_id{500});
}

TEST_CASE("a wish that names nobody or nothing is a 400") {
  for (const auto target :
       {"/api/queue/tokens", "/api/queue/tokens?userId=101", "/api/queue/tokens?scheduleId=500",
        "/api/queue/tokens?userId=0&scheduleId=500", "/api/queue/tokens?userId=x&scheduleId=500",
        "/api/queue/tokens?userId=101&scheduleId=9223372036854775808"}) {
    caller server;
    CHECK(server.call(enter, post(target, "")).status == 400);
  }
  caller server;
  CHECK(server.call(enter, post("/api/queue/tokens", "x").with("Content-Type", "text/plain")).status
        == 415);
}

TEST_CASE("a status is asked with a header, a bearer token or the cookie") {
  caller server;
  server.says.tickets = {waiting()};
  for (const auto& [header, value] : std::vector<std::pair<std::string, std::string>>{
           {"Cookie", std::string{"a=1; tokenId="} + token},
           {"X-Queue-Token", token},
           {"Authorization", std::string{"Bearer "} + token}}) {
    server.says.asked_status = {};
    CHECK(status_with(server, header, value).body == waiting_body);
    CHECK(server.says.asked_status.token == waiting().token);
  }
}

TEST_CASE("what a token says of its place goes along, and a new place makes a new token") {
  caller server;
  server.says.tickets = {waiting()};
  auto before = waiting().place;
  before.place = place_number{3};
  const auto sealed = server.context.seal.print(schedule_id{500}, waiting().token, before);
  const auto out = status_with(server, "X-Queue-Token", sealed);
  CHECK(server.says.asked_status.token == waiting().token);
  CHECK(server.says.asked_status.place == before);
  CHECK(header_of(out, "Set-Cookie").starts_with("tokenId=0123"));
  const auto fresh = server.context.seal.print(schedule_id{500}, waiting().token, waiting().place);
  CHECK(header_of(status_with(server, "X-Queue-Token", fresh), "Set-Cookie").empty());
  const auto for_other
      = server.context.seal.print(schedule_id{501}, waiting().token, waiting().place);
  CHECK(code_of(status_with(server, "X-Queue-Token", for_other)) == "token_unknown");

  auto mine = post("/api/queue/tokens?userId=101&scheduleId=500", "");
  CHECK(server.call(enter, mine.with("X-Queue-Token", fresh)).status == 200);
  CHECK(server.says.asked_enter.place == waiting().place);
  auto others = post("/api/queue/tokens?userId=102&scheduleId=500", "");
  CHECK(server.call(enter, others.with("X-Queue-Token", fresh)).status == 200);
  CHECK(server.says.asked_enter.place == signed_place{});
}

TEST_CASE("how a token that does not stand is told") {
  caller server;
  CHECK(code_of(status_with(server, {}, {})) == "token_missing");
  CHECK(status_with(server, {}, {}).status == 401);
  CHECK(code_of(status_with(server, "X-Queue-Token", "nonsense")) == "token_unknown");
  queue_ticket refused;
  refused.no = refusal::token_expired;
  server.says.tickets = {refused};
  CHECK(status_with(server, "X-Queue-Token", token).status == 410);
  CHECK(server.call(read_status, get("/api/queue/status").with("X-Queue-Token", token)).status
        == 400);
}

TEST_CASE("leaving takes the cookie away") {
  caller server;
  server.says.tickets = {waiting()};
  auto from = get("/api/queue/tokens?scheduleId=500");
  from.with("X-Queue-Token", token);
  const auto out = server.call(leave, from);
  CHECK(out.status == 204);
  CHECK(out.content_type.empty());
  CHECK(header_of(out, "Set-Cookie")
        == "tokenId=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax");
  queue_ticket refused;
  refused.no = refusal::token_expired;
  server.says.tickets = {refused};
  CHECK(server.call(leave, from).status == 204);
  refused.no = refusal::token_unknown;
  server.says.tickets = {refused};
  CHECK(server.call(leave, from).status == 401);
}

TEST_CASE("the stream tells every change, pings in between, and says why it ends") {
  caller server;
  queue_ticket ended;
  ended.no = refusal::token_expired;
  server.says.tickets = {waiting(), waiting(), active(), ended};
  auto from = get("/api/queue/stream?scheduleId=500");
  from.with("X-Queue-Token", token);
  auto out = server.call(stream_status, from);
  CHECK(out.content_type == "text/event-stream");
  CHECK(out.body == "retry: 1000\n\nevent: status\ndata: " + std::string{waiting_body} + "\n\n");
  REQUIRE(out.events);
  CHECK(server.next(out) == "event: ping\ndata: {}\n\n");
  CHECK(server.says.asked_watch.seen == 70);
  CHECK(server.next(out) == "event: status\ndata: " + std::string{active_body} + "\n\n");
  CHECK_THAT(server.next(out).value(),
             Catch::Contains("event: end\ndata: {\"code\":\"token_expired\""));
  CHECK(server.says.asked_watch.seen == 71);
  CHECK_FALSE(server.next(out));
}

TEST_CASE("a stream that cannot begin is an ordinary error, one that fails ends") {
  caller server;
  auto from = get("/api/queue/stream?scheduleId=500");
  CHECK(server.call(stream_status, from).status == 401);
  from.with("X-Queue-Token", token);
  server.says.tickets = {waiting()};
  auto out = server.call(stream_status, from);
  server.says.failure = store_failure::unavailable;
  CHECK_FALSE(server.next(out));
  CHECK(server.call(stream_status, from).status == 503);
}
