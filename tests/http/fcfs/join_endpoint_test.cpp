#include "http/fcfs/join_endpoint.hpp"

#include "tests/http/support/caller.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace frontrow;
using namespace frontrow::test;
using http::fcfs::join_seat;

namespace {

constexpr auto body = R"({"user_name":"Alice","phone":"010-1234-5678"})";

void join_as(made_request& from, std::string_view user = "user-123") {
  from.with("X-User-Id", user).with("Content-Type", "application/json");
}

} // namespace

TEST_CASE("a join is answered as the document shows") {
  caller server;
  server.says.joined = {refusal::none, seat_id{5}, 42, 3, 870};
  auto wish = post("/fcfs/join", body);
  join_as(wish);
  const auto out = server.call(join_seat, wish);
  CHECK(out.status == 200);
  CHECK(body_of(out)
        == R"({"success":true,"seat":{"id":5,"status":true},"remainingSeats":3,)"
           R"("userTtlRemaining":870,"sequence":42})");
  CHECK(header_of(out, "X-Fcfs-Seq") == "42");
  CHECK(server.says.asked_join.user == "user-123");
  CHECK(server.says.asked_join.address == "192.0.2.1");
  CHECK(server.says.asked_join.name == "Alice");
  CHECK(server.says.asked_join.phone == "010-1234-5678");
  CHECK(server.says.asked_join.foreign_sequence == 0);
}

TEST_CASE("a guard that never expires is not counted down") {
  caller server;
  server.says.joined = {refusal::none, seat_id{5}, 42, 3, -1};
  auto wish = post("/fcfs/join", body);
  join_as(wish);
  CHECK(body_of(server.call(join_seat, wish))
        == R"({"success":true,"seat":{"id":5,"status":true},"remainingSeats":3,"sequence":42})");
}

TEST_CASE("refusals of the gate are answered as the document lists them") {
  struct row {
    join_answer answer;
    std::string reason;
    std::string retry_after;
    std::string sequence;
  };
  const auto it = GENERATE(values<row>({
      {{refusal::sold_out, {}, 42, 0, -1}, "sold_out", "", "42"},
      {{refusal::contention, {}, 43, 0, -1}, "contention", "1", "43"},
      {{refusal::duplicate, {}, 0, 0, 870}, "duplicate", "870", ""},
      {{refusal::duplicate, {}, 0, 0, 0}, "duplicate", "1", ""},
      {{refusal::duplicate, {}, 0, 0, -1}, "duplicate", "", ""},
      {{refusal::already_reserved, seat_id{5}, 42, 0, -1}, "already_reserved", "", "42"},
  }));
  caller server;
  server.says.joined = it.answer;
  auto wish = post("/fcfs/join", body);
  join_as(wish);
  const auto out = server.call(join_seat, wish);
  const auto said = nlohmann::json::parse(body_of(out));
  CHECK(out.status == 409);
  CHECK(out.content_type == "application/json");
  CHECK(said["success"] == false);
  CHECK(said["reason"] == it.reason);
  CHECK(said["message"].is_string());
  CHECK(header_of(out, "Retry-After") == it.retry_after);
  CHECK(header_of(out, "X-Fcfs-Seq") == it.sequence);
  if (it.reason == "already_reserved") {
    CHECK(said["seat"] == nlohmann::json{{"id", 5}, {"status", true}});
    CHECK(said["sequence"] == 42);
  }
}

TEST_CASE("the user is missed before the body is looked at") {
  caller server;
  for (const auto user : {"", "  "}) {
    auto wish = post("/fcfs/join", "{not json");
    wish.with("X-User-Id", user);
    const auto out = server.call(join_seat, wish);
    CHECK(out.status == 400);
    CHECK(nlohmann::json::parse(out.body)["reason"] == "missing_user");
  }
}

TEST_CASE("the user of a join is the subject of the token, letter for letter") {
  caller server;
  server.context.how.auth = "jwt";
  const auto status = [&](const char* user, const char* subject) {
    auto wish = post("/fcfs/join", body);
    wish.with("X-User-Id", user);
    wish.get().subject = subject;
    return server.call(join_seat, wish).status;
  };
  CHECK(status("alice", "alice") == 200);
  CHECK(status("alice", "bob") == 403);
  CHECK(status("alice", "Alice") == 403);
  CHECK(status("0101", "101") == 403);
  CHECK(status("alice", "") == 401);
  CHECK(status("", "alice") == 400);
}

TEST_CASE("the header that names the user is a setting") {
  caller server;
  server.context.how.fcfs.user_header = "X-Customer";
  CHECK(server.call(join_seat, post("/fcfs/join", body).with("X-User-Id", "u")).status == 400);
  CHECK(server.call(join_seat, post("/fcfs/join", body).with("X-Customer", "u")).status == 200);
}

TEST_CASE("a body that is no visitor's is a validation error that says why") {
  const auto [wrong, message] = GENERATE(table<std::string, std::string>({
      {"", "the body is empty; a JSON object is needed"},
      {"{", "the body is not valid JSON"},
      {"[]", "the body must be a JSON object, not an array"},
      {"{}", "user_name is missing"},
      {R"({"user_name":"Alice"})", "phone is missing"},
      {R"({"user_name":7,"phone":"010"})", "not a number"},
      {R"({"user_name":" ","phone":"010"})", "user_name must not be blank"},
      {R"({"user_name":"A","phone":"01"})", "phone must be a string of 3 to 20 characters"},
      {R"({"user_name":"A","phone":"123456789012345678901"})", "3 to 20 characters, not 21"},
      {R"({"user_name":"123456789012345678901234567890123456789012345678901","phone":"010"})",
       "1 to 50 characters, not 51"},
      {R"({"user_name":"A","user_name":"B","phone":"010"})", "stands twice"},
  }));
  caller server;
  auto wish = post("/fcfs/join", wrong);
  join_as(wish);
  const auto out = server.call(join_seat, wish);
  CHECK(out.status == 400);
  const auto said = nlohmann::json::parse(out.body);
  CHECK(said["reason"] == "validation");
  CHECK_THAT(said["message"].get<std::string>(), Catch::Contains(message));
}

TEST_CASE("another media type is refused, none is taken for JSON") {
  caller server;
  CHECK(
      server
          .call(join_seat,
                post("/fcfs/join", body).with("X-User-Id", "u").with("Content-Type", "text/plain"))
          .status
      == 415);
  CHECK(server.call(join_seat, post("/fcfs/join", body).with("X-User-Id", "u")).status == 200);
}

TEST_CASE("the app port takes the sequence from the gateway in front") {
  caller server;
  server.says.joined = {refusal::none, seat_id{1}, 77, 8, -1};
  for (const auto bad : {"", "0", "-1", "x", "1.5"}) {
    auto wish = post("/fcfs/join", body);
    wish.get().at_app_port = true;
    join_as(wish);
    wish.with("X-Fcfs-Seq", bad);
    CHECK(server.call(join_seat, wish).status == 400);
  }
  auto wish = post("/fcfs/join", body);
  wish.get().at_app_port = true;
  join_as(wish);
  wish.with("X-Fcfs-Seq", "77");
  CHECK(server.call(join_seat, wish).status == 200);
  CHECK(server.says.asked_join.foreign_sequence == 77);
}

TEST_CASE("the public port ignores a client's own sequence") {
  caller server;
  auto wish = post("/fcfs/join", body);
  join_as(wish);
  wish.with("X-Fcfs-Seq", "1");
  server.call(join_seat, wish);
  CHECK(server.says.asked_join.foreign_sequence == 0);
}

TEST_CASE("wrap=1 puts the answer into an envelope, status and all") {
  caller server;
  server.says.joined = {refusal::none, seat_id{5}, 42, 3, 870};
  auto wish = post("/fcfs/join?wrap=1", body);
  join_as(wish);
  const auto said = nlohmann::json::parse(body_of(server.call(join_seat, wish)));
  CHECK(said["gatewayWrapped"] == true);
  CHECK(said["status"] == 200);
  CHECK(said["requestId"] == "request-1");
  CHECK(said["sequence"] == 42);
  CHECK(said["user"] == "user-123");
  CHECK(said["elapsedMs"].is_number_unsigned());
  CHECK(said["body"]["seat"]["id"] == 5);

  server.says.joined = {refusal::duplicate, {}, 0, 0, 870};
  const auto out = server.call(join_seat, wish);
  const auto refused = nlohmann::json::parse(body_of(out));
  CHECK(out.status == 409);
  CHECK(refused["status"] == 409);
  CHECK(refused["sequence"].is_null());
  CHECK(refused["body"]["reason"] == "duplicate");
}

TEST_CASE("a store that is away is a 503 in the document's form") {
  caller server;
  server.says.failure = store_failure::unavailable;
  auto wish = post("/fcfs/join", body);
  join_as(wish);
  const auto out = server.call(join_seat, wish);
  CHECK(out.status == 503);
  CHECK(header_of(out, "Retry-After") == "1");
  CHECK(nlohmann::json::parse(out.body)["reason"] == "service_unavailable");
}
