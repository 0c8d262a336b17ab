#include "tests/http/server/edge_world.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

std::string get(const std::string& path, const std::string& more = {}) {
  return "GET " + path + " HTTP/1.1\r\nHost: frontrow\r\n" + more + "\r\n";
}

std::string post(const std::string& path, const std::string& body) {
  return "POST " + path + " HTTP/1.1\r\nHost: frontrow\r\nContent-Length: "
         + std::to_string(body.size()) + "\r\n\r\n" + body;
}

} // namespace

TEST_CASE("server: many requests on one connection") {
  edge_world world;
  test_client client{world.port()};
  for (int i = 0; i < 100; ++i) {
    const auto answer = client.ask(get("/hello"));
    REQUIRE(answer.status == 200);
    REQUIRE(answer.body == "hello");
    REQUIRE(answer.header("connection").empty());
  }
  REQUIRE(client.ask(get("/hello", "Connection: close\r\n")).header("connection") == "close");
  CHECK(client.is_ended());
}

TEST_CASE("server: HTTP/1.0 closes unless asked to stay") {
  edge_world world;
  test_client stays{world.port()};
  const auto answer = stays.ask("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  CHECK(answer.header("connection") == "keep-alive");
  CHECK(stays.ask("GET /hello HTTP/1.0\r\n\r\n").body == "hello");
  CHECK(stays.is_ended());
}

TEST_CASE("server: pipelined requests are answered in order") {
  edge_world world;
  test_client client{world.port()};
  std::string all;
  for (int i = 0; i < 200; ++i)
    all += i % 3 == 0 ? post("/echo", "body " + std::to_string(i))
                      : get("/items/" + std::to_string(i));
  client.send(all);
  for (int i = 0; i < 200; ++i)
    REQUIRE(client.read().body == (i % 3 == 0 ? "body " : "") + std::to_string(i));
}

TEST_CASE("server: bodies, whole, in chunks, and byte by byte") {
  edge_world world;
  test_client client{world.port()};
  const std::string head = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string chunks
      = "4\r\nWiki\r\n6;a=b\r\npedia \r\nC\r\nin \r\nchunks.\r\n0\r\nT: t\r\n\r\n";
  CHECK(client.ask(head + chunks).body == "Wikipedia in \r\nchunks.");
  for (const char c : head + chunks)
    client.send({&c, 1});
  CHECK(client.read().body == "Wikipedia in \r\nchunks.");
  const std::string large(60'000, 'y');
  CHECK(client.ask(post("/echo", large)).body == large);
  CHECK(client.ask(get("/hello")).body == "hello");
}

TEST_CASE("server: a client that expects 100-continue hears it") {
  edge_world world;
  test_client client{world.port()};
  client.send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  CHECK(client.ask("ok").body == "ok");
}

TEST_CASE("server: HEAD is GET without the body") {
  edge_world world;
  test_client client{world.port()};
  client.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto answer = client.read(true);
  CHECK(answer.status == 200);
  CHECK(answer.header("content-length") == "5");
  CHECK(client.ask(get("/hello")).body == "hello");
}

TEST_CASE("server: OPTIONS, unknown paths, wrong verbs") {
  edge_world world;
  test_client client{world.port()};
  const auto options = client.ask("OPTIONS /held HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(options.status == 204);
  CHECK(options.header("allow") == "OPTIONS, GET, HEAD, POST");
  CHECK(client.ask("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").status == 204);
  const auto preflight = client.ask(
      "OPTIONS /echo HTTP/1.1\r\nHost: x\r\nOrigin: http://page\r\n"
      "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x-user-id\r\n\r\n");
  CHECK(preflight.header("access-control-allow-origin") == "*");
  CHECK(preflight.header("access-control-allow-methods") == "OPTIONS, POST");
  CHECK(preflight.header("access-control-allow-headers") == "x-user-id");
  CHECK(client.ask(get("/nowhere")).status == 404);
  CHECK(client.ask(get("/items/")).status == 404);
  CHECK(client.ask(get("/items/%zz")).status == 404);
  CHECK(client.ask(get("/app")).status == 404);
  const auto wrong = client.ask("DELETE /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(wrong.status == 405);
  CHECK(wrong.header("allow") == "OPTIONS, GET, HEAD");
}

TEST_CASE("server: request ids and traces go out as they came in") {
  edge_world world;
  test_client client{world.port()};
  const auto named = client.ask(get("/about?a=1", "X-Request-Id: abc-1\r\n"));
  CHECK(named.header("x-request-id") == "abc-1");
  CHECK(named.body == "abc-1|127.0.0.1|a=1");
  const auto made = client.ask(get("/about", "X-Request-Id: not one\r\n"));
  CHECK(made.header("x-request-id").size() == 16);
  const std::string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  CHECK(client.ask(get("/hello", "traceparent: " + trace + "\r\n")).header("traceparent") == trace);
  CHECK(client.ask(get("/hello", "traceparent: 00-x\r\n")).header("traceparent").empty());
}

TEST_CASE("server: what operators do needs their token") {
  edge_world world;
  test_client client{world.port()};
  CHECK(client.ask(get("/drill")).status == 401);
  CHECK(client.ask(get("/drill", "X-Admin-Token: open sesami\r\n")).status == 403);
  CHECK(client.ask(get("/drill", "X-Admin-Token: open sesame\r\n")).body == "drilled");
}

TEST_CASE("server: no cache keeps what is personal, and none guesses a type") {
  edge_world world;
  test_client client{world.port()};
  const auto mine = client.ask(get("/mine"));
  CHECK(mine.header("cache-control") == "no-store");
  CHECK(mine.header("x-content-type-options") == "nosniff");
  const auto hello = client.ask(get("/hello"));
  CHECK(hello.header("cache-control").empty());
  CHECK(hello.header("x-content-type-options") == "nosniff");
  CHECK(hello.header("strict-transport-security").empty());
}

TEST_CASE("server: without a port of their own operators come in by the public one") {
  edge_world world;
  CHECK(world.server().admin_port() == 0);
  test_client client{world.port()};
  CHECK(client.ask(get("/admin")).body == "admin");
}

TEST_CASE("server: an endpoint that throws is a 500, and the connection goes on") {
  edge_world world;
  test_client client{world.port()};
  CHECK(client.ask(get("/throws")).status == 500);
  CHECK(world.faults == 1);
  CHECK(client.ask(get("/hello")).body == "hello");
}

TEST_CASE("server: a proxy's word on the client's address") {
  edge_world world{[](settings& wanted) {
    wanted.http.trusted_proxies = {"127.0.0.0/8"};
  }};
  test_client client{world.port()};
  const auto answer = client.ask(get("/about", "X-Forwarded-For: 6.6.6.6, 203.0.113.9\r\n"
                                               "X-Forwarded-For: 127.0.0.5\r\n"));
  CHECK(answer.body.find("|203.0.113.9|") != std::string::npos);
}

TEST_CASE("server: large answers reach their reader whole") {
  edge_world world;
  test_client client{world.port()};
  const auto answer = client.ask(get("/large"));
  CHECK(answer.body.size() == 256 * 65'536 + 1);
  CHECK(answer.body.ends_with("x]"));
  CHECK(client.ask(get("/hello")).body == "hello");
}

TEST_CASE("server: counts what it answers") {
  edge_world world;
  test_client client{world.port()};
  for (int i = 0; i < 3; ++i)
    client.ask(get("/hello"));
  client.ask(get("/nowhere"));
  await("the last answer's count",
        [&] { return !world.server().figures().routes.back().statuses.empty(); });
  const auto figures = world.server().figures();
  CHECK(figures.connections_open == 1);
  CHECK(figures.routes.front().name == "/hello");
  REQUIRE(figures.routes.front().statuses.size() == 1);
  CHECK(figures.routes.front().statuses[0].status == 200);
  CHECK(figures.routes.front().statuses[0].requests == 3);
  CHECK(figures.routes.back().statuses[0].status == 404);
}

TEST_CASE("server: a port in use is one clear line") {
  edge_world world;
  try {
    edge_world second{[&](settings& wanted) {
      wanted.port = world.port();
    }};
    FAIL("listened twice");
  } catch (const std::runtime_error& why) {
    CHECK(why.what()
          == "cannot listen on 127.0.0.1:" + std::to_string(world.port())
                 + ": Address already in use");
  }
}

TEST_CASE("server: random bytes are refused, and others are served") {
  edge_world world;
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 chance{seed};
  test_client other{world.port()};
  for (int i = 0; i < 200; ++i) {
    std::string noise(std::uniform_int_distribution<std::size_t>{1, 3'000}(chance), ' ');
    for (auto& c : noise)
      c = static_cast<char>(chance());
    if (i % 2 == 0)
      noise = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + noise;
    test_client client{world.port()};
    client.send(noise);
    client.finish();
    client.read_to_end();
  }
  CHECK(other.ask(get("/hello")).body == "hello");
}
