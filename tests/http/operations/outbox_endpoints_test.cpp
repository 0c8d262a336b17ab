#include "http/operations/outbox_endpoints.hpp"

#include "tests/http/support/caller.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace http::operations;
using nlohmann::json;

TEST_CASE("the outbox shows its streams and what is kept out of them") {
  caller server;
  outbox_lane lane;
  lane.is = outbox_lane::state::away;
  lane.stream = "outbox:0";
  lane.published = 40;
  lane.last = 47;
  lane.why = "Redis is \"gone\"";
  parked_row row;
  row.position = 12;
  row.kind = event::kind::point_used;
  row.subject = "wallet/101";
  row.sequence = 3;
  row.why = "ERR too big";
  server.says.outbox = {{lane}, {row}, 1};
  const auto said = json::parse(server.call(read_outbox, get("/admin/outbox")).body);
  CHECK(said["streams"][0]["state"] == "AWAY");
  CHECK(said["streams"][0]["lag"] == 7);
  CHECK(said["streams"][0]["why"] == "Redis is \"gone\"");
  CHECK_FALSE(said["streams"][0].contains("oldest"));
  CHECK(said["events"][0]["type"] == "point.used");
  CHECK(said["events"][0]["state"] == "PARKED");
  CHECK(said["eventCount"] == 1);
}

TEST_CASE("parked events are replayed by aggregate, or all by saying so") {
  caller server;
  server.says.came = {3, 1, "ERR too big"};
  const auto out = server.call(replay_outbox, post("/", R"({"subject":"wallet/101"})"));
  CHECK(out.body == R"({"done":3,"waiting":1,"why":"ERR too big"})");
  CHECK(server.says.asked_replay.subject == "wallet/101");
  server.call(replay_outbox, post("/", R"({"subject":"*"})"));
  CHECK(server.says.asked_replay.subject.empty());
  for (const auto* wrong : {"{}", R"({"subject":""})", R"({"subject":null})"})
    CHECK(server.call(replay_outbox, post("/", wrong)).status == 400);
}

TEST_CASE("parked events are given up by aggregate, or one by its position") {
  caller server;
  CHECK(server.call(discard_outbox, post("/", R"({"subject":"wallet/101"})")).status == 200);
  CHECK(server.says.asked_discard.position == 0);
  const auto* one = R"({"subject":"wallet/101","partition":2,"position":12})";
  CHECK(server.call(discard_outbox, post("/", one)).status == 200);
  CHECK(server.says.asked_discard.position == 12);
  CHECK(server.says.asked_discard.partition == 2);
  for (const auto* wrong : {"{}", R"({"subject":"wallet/1","position":12})",
                            R"({"subject":"wallet/1","partition":0,"position":0})"})
    CHECK(server.call(discard_outbox, post("/", wrong)).status == 400);
}

TEST_CASE("without a broker there is no outbox to look at") {
  caller server;
  server.context.doors.outbox = nullptr;
  CHECK(server.call(read_outbox, get("/admin/outbox")).status == 404);
}
