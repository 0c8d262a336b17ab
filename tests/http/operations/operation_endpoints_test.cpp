#include "http/operations/operation_endpoints.hpp"

#include "http/operations/metrics_page.hpp"
#include "tests/http/support/caller.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace http::operations;

TEST_CASE("the server is alive") {
  caller server;
  const auto out = server.call(is_alive, get("/health"));
  CHECK(out.status == 200);
  CHECK(out.body == "ok");
}

TEST_CASE("the server says why it is not ready") {
  caller server;
  CHECK(server.call(is_ready, get("/readyz")).body == R"({"ready":true,"reasons":[]})");
  server.context.unready_reasons = [] {
    return std::vector<std::string>{"the \"store\" is away", "draining"};
  };
  const auto out = server.call(is_ready, get("/readyz"));
  CHECK(out.status == 503);
  CHECK(out.body == R"({"ready":false,"reasons":["the \"store\" is away","draining"]})");
}

TEST_CASE("metrics are put together when asked for") {
  http::metrics_page page;
  double holds = 1;
  page.add([&holds] {
    return http::metrics_page::families{
        http::gauge_family("frontrow_holds", "Seats held now.", holds)};
  });
  page.add_text([] { return std::string{"frontrow_more 7\n"}; });
  holds = 2;
  const auto text = page.print();
  CHECK_THAT(text, Catch::Contains("# TYPE frontrow_holds gauge"));
  CHECK_THAT(text, Catch::Contains("frontrow_holds 2"));
  CHECK_THAT(text, Catch::EndsWith("frontrow_more 7\n"));

  caller server;
  server.context.metrics = [&page] {
    return page.print();
  };
  CHECK(server.call(metrics, get("/metrics")).body == text);
}

TEST_CASE("the documentation loads nothing from elsewhere") {
  caller server;
  const auto out = server.call(docs, get("/docs"));
  CHECK(out.content_type == "text/html; charset=utf-8");
  CHECK_THAT(header_of(out, "Content-Security-Policy"), Catch::Contains("default-src 'none'"));
  CHECK_THAT(header_of(out, "Content-Security-Policy"), Catch::Contains("script-src 'sha256-"));
  CHECK_THAT(header_of(out, "Content-Security-Policy"), !Catch::Contains("unsafe"));
  for (const auto elsewhere : {"http://", "https://", "src=", "innerHTML", "eval("})
    CHECK_THAT(out.body, !Catch::Contains(elsewhere));
}
