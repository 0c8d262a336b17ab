#include "tests/http/server/edge_world.hpp"

#include <catch2/catch.hpp>

#include <future>
#include <optional>
#include <vector>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

const std::string hello = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string hold = "GET /held HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string hold_urgently = "POST /held HTTP/1.1\r\nHost: x\r\n\r\n";

void be_impatient(settings& wanted) {
  wanted.http.head_timeout = wanted.http.body_timeout = wanted.http.idle_timeout = 100ms;
}

} // namespace

TEST_CASE("limits: the head") {
  edge_world world;
  test_client long_line{world.port()};
  CHECK(long_line.ask("GET /" + std::string(20'000, 'a')).status == 431);
  CHECK(long_line.is_ended());
  test_client many_lines{world.port()};
  std::string head = "GET /hello HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 101; ++i)
    head += "A: b\r\n";
  CHECK(many_lines.ask(head + "\r\n").status == 431);
}

TEST_CASE("limits: the body") {
  edge_world world;
  test_client announced{world.port()};
  CHECK(announced.ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n").status
        == 413);
  CHECK(announced.is_ended());
  test_client chunked{world.port()};
  chunked.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 5; ++i)
    chunked.send("4000\r\n" + std::string(0x4000, 'z') + "\r\n");
  CHECK(chunked.read().status == 413);
}

TEST_CASE("limits: slow clients are cut off") {
  edge_world world{be_impatient};
  SECTION("in silence") {
    test_client client{world.port()};
    CHECK(client.is_ended());
  }
  SECTION("between requests") {
    test_client client{world.port()};
    CHECK(client.ask(hello).body == "hello");
    CHECK(client.is_ended());
  }
  SECTION("within the head") {
    test_client client{world.port()};
    CHECK(client.ask("GET /hello HT").status == 408);
    CHECK(client.is_ended());
  }
  SECTION("within the body") {
    test_client client{world.port()};
    CHECK(client.ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf").status
          == 408);
    CHECK(client.is_ended());
  }
  SECTION("reading") {
    test_client client{world.port()};
    client.read_slowly();
    client.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    await("the cut", [&] { return world.server().figures().timed_out == 1; });
    await("the end", [&] { return world.server().figures().connections_open == 0; });
  }
}

TEST_CASE("limits: connections") {
  edge_world world{[](settings& wanted) {
    wanted.http.connections_max = 2;
  }};
  test_client first{world.port()};
  test_client second{world.port()};
  CHECK(first.ask(hello).status == 200);
  CHECK(second.ask(hello).status == 200);
  test_client third{world.port()};
  const auto answer = third.read();
  CHECK(answer.status == 503);
  CHECK(answer.header("retry-after") == "1");
  CHECK(third.is_ended());
  CHECK(first.ask(hello).status == 200);
}

TEST_CASE("limits: too much in flight is refused at once, what frees seats last") {
  edge_world world{[](settings& wanted) {
    wanted.http.inflight_max = 10;
  }};
  std::vector<std::unique_ptr<test_client>> clients;
  const auto begin = [&](const std::string& what) -> test_client& {
    clients.push_back(std::make_unique<test_client>(world.port()));
    clients.back()->send(what);
    return *clients.back();
  };
  for (int i = 0; i < 8; ++i)
    begin(hold);
  world.wait_held(8);
  const auto refused = begin(hold).read();
  CHECK(refused.status == 503);
  CHECK(refused.header("retry-after") == "1");
  begin(hold_urgently);
  begin(hold_urgently);
  world.wait_held(10);
  CHECK(begin(hold_urgently).read().status == 503);
  world.let_go();
  for (std::size_t i : {0U, 7U, 9U, 10U})
    CHECK(clients[i]->read().body == "let go");
  CHECK(world.server().figures().requests_refused == 2);
}

TEST_CASE("limits: who leaves a question that takes long gives his place back") {
  edge_world world{[](settings& wanted) {
    wanted.http.deadline = 60s;
  }};
  test_client doing{world.port()};
  doing.send(hold_urgently);
  doing.finish(); // and waits for what came of it
  std::optional<test_client> asking{world.port()};
  asking->send(hold);
  world.wait_held(2);
  CHECK(world.server().figures().requests_in_flight == 2);
  asking.reset();
  await("the place", [&] { return world.server().figures().requests_in_flight == 1; });
  await("the end", [&] { return world.server().figures().connections_open == 1; });
  world.let_go();
  CHECK(doing.read().body == "let go");
}

TEST_CASE("limits: a deadline ends a request that nobody answers") {
  edge_world world{[](settings& wanted) {
    wanted.http.deadline = 100ms;
  }};
  test_client client{world.port()};
  CHECK(client.ask(hold).status == 504);
  world.let_go(); // too late: it must not answer the next one
  client.send(hold);
  world.wait_held(1);
  world.let_go();
  CHECK(client.read().body == "let go");
}

TEST_CASE("limits: a drain lets work finish and everybody else go") {
  edge_world world;
  test_client silent{world.port()};
  test_client idle{world.port()};
  CHECK(idle.ask(hello).status == 200);
  test_client working{world.port()};
  working.send(hold);
  world.wait_held(1);
  test_client streaming{world.port()};
  streaming.send("GET /ticks HTTP/1.1\r\nHost: x\r\n\r\n");
  world.wait_held(2);
  auto drained = std::async(std::launch::async, [&] { return world.server().drain(10s); });
  CHECK(silent.is_ended());
  CHECK(idle.is_ended());
  CHECK(streaming.read_to_end().ends_with("0\r\n\r\n"));
  world.let_go();
  const auto answer = working.read();
  CHECK(answer.body == "let go");
  CHECK(answer.header("connection") == "close");
  CHECK(working.is_ended());
  CHECK(drained.get());
  CHECK_THROWS(test_client{world.port()});
}

TEST_CASE("limits: a drain cuts what does not finish") {
  edge_world world;
  test_client stuck{world.port()};
  stuck.send(hold);
  world.wait_held(1);
  CHECK_FALSE(world.server().drain(50ms));
  CHECK(stuck.is_ended());
}
