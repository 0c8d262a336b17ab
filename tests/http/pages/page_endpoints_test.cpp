#include "http/pages/page_endpoints.hpp"

#include "tests/http/support/caller.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace http::pages;

namespace {

constexpr std::array kept{
    file{"buyer.html", "text/html; charset=utf-8", "\"aa\"", "page", "page.gz", "page.br"},
    file{"console.html", "text/html; charset=utf-8", "\"bb\"", "console", "", ""},
    file{"buyer-1F.js", "text/javascript; charset=utf-8", "\"cc\"", "script", "script.gz", ""},
};

class browser {
public:
  browser() { server_.context.files = kept; }

  http::response load(std::string name, std::string_view takes = {}) {
    return server_.call(asset,
                        get("/assets/" + name).argument(name).with("Accept-Encoding", takes));
  }
  http::response open(http::calling page, std::string_view has = {},
                      std::string_view takes = "gzip, br") {
    return server_.call(page, get("/").with("If-None-Match", has).with("Accept-Encoding", takes));
  }

private:
  caller server_;
};

} // namespace

TEST_CASE("a page loads from its own server only, and runs no text as script") {
  browser one;
  for (const auto page : {buyer_page, console_page}) {
    const auto out = one.open(page);
    CHECK(out.content_type == "text/html; charset=utf-8");
    const auto policy = header_of(out, "Content-Security-Policy");
    CHECK_THAT(policy, Catch::StartsWith("default-src 'none'; script-src 'self'"));
    CHECK_THAT(policy, Catch::Contains("require-trusted-types-for 'script'"));
    CHECK_THAT(policy, !Catch::Contains("unsafe"));
    CHECK(header_of(out, "Cache-Control") == "no-cache");
  }
}

TEST_CASE("a page that the browser has is not sent again") {
  browser one;
  const auto first = one.open(buyer_page);
  CHECK(first.status == 200);
  CHECK(header_of(first, "ETag") == "W/\"aa\"");
  const auto again = one.open(buyer_page, header_of(first, "ETag"));
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  CHECK(header_of(again, "ETag") == "W/\"aa\"");
  CHECK(one.open(buyer_page, "W/\"bb\"").status == 200);
}

TEST_CASE("the client gets the smallest form that it takes and the server has") {
  browser one;
  struct row {
    std::string_view takes;
    std::string_view coding;
    std::string_view body;
  };
  for (const auto& [takes, coding, body] : {
           row{"gzip, deflate, br", "br", "page.br"},
           row{"gzip, br;q=0", "gzip", "page.gz"},
           row{"GZIP;q=0.5", "gzip", "page.gz"},
           row{"gzip;q=0.0", "", "page"},
           row{"brr, xgzip", "", "page"},
           row{"", "", "page"},
       }) {
    INFO(takes);
    const auto out = one.open(buyer_page, {}, takes);
    CHECK(header_of(out, "Content-Encoding") == coding);
    CHECK(header_of(out, "Vary") == "Accept-Encoding");
    CHECK(out.body == body);
  }
  CHECK(one.open(console_page).body == "console");
  CHECK(one.load("buyer-1F.js", "br").body == "script");
}

TEST_CASE("what has its content in its name is kept for ever") {
  browser one;
  const auto out = one.load("buyer-1F.js", "gzip");
  CHECK(out.content_type == "text/javascript; charset=utf-8");
  CHECK(out.body == "script.gz");
  CHECK_THAT(header_of(out, "Cache-Control"), Catch::EndsWith("immutable"));
}

TEST_CASE("pages are no assets, and what is not there is not found") {
  browser one;
  for (const auto name : {"buyer.html", "buyer-2F.js", ""})
    CHECK(one.load(name).status == 404);
  caller without;
  CHECK(without.call(buyer_page, get("/")).status == 404);
}
