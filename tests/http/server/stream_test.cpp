#include "tests/http/server/edge_world.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

const std::string watch = "GET /ticks HTTP/1.1\r\nHost: x\r\n\r\n";

} // namespace

TEST_CASE("stream: events arrive piece by piece") {
  edge_world world;
  test_client client{world.port()};
  client.send(watch);
  const auto head = client.read();
  CHECK(head.status == 200);
  CHECK(head.header("content-type") == "text/event-stream");
  CHECK(head.header("transfer-encoding") == "chunked");
  CHECK(client.read_until("\n\n\r\n") == "9\r\n: begin\n\n\r\n");
  for (int i = 0; i < 3; ++i) {
    world.wait_held(1);
    world.tick();
    CHECK(client.read_until("\n\n\r\n") == "c\r\ndata: tick\n\n\r\n");
  }
  CHECK(world.server().figures().streams_open == 1);
}

TEST_CASE("stream: HTTP/1.0 gets it without chunks") {
  edge_world world;
  test_client client{world.port()};
  client.send("GET /ticks HTTP/1.0\r\n\r\n");
  CHECK(client.read().header("transfer-encoding").empty());
  CHECK(client.read_until("\n\n") == ": begin\n\n");
}

TEST_CASE("stream: a client that leaves ends it at once, between events") {
  edge_world world;
  auto client = std::make_unique<test_client>(world.port());
  client->send(watch);
  world.wait_held(1);
  client.reset();
  await("the stream's end", [&] {
    const auto figures = world.server().figures();
    return figures.streams_open == 0 && figures.connections_open == 0;
  });
}

TEST_CASE("stream: it does not count as in flight") {
  edge_world world{[](settings& wanted) {
    wanted.http.inflight_max = 1;
  }};
  test_client watching{world.port()};
  watching.send(watch);
  world.wait_held(1);
  test_client other{world.port()};
  CHECK(other.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").status == 200);
}
