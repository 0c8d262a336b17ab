#include "bench/load/response_parser.hpp"

#include <catch2/catch.hpp>

using namespace frontrow::load;
using progress = response_parser::progress;

namespace {

constexpr std::string_view plain
    = "HTTP/1.1 200 OK\r\ncontent-LENGTH: 5\r\nETag: \"7\"\r\n\r\nhello";
constexpr std::string_view chunked = "HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\n"
                                     "3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n";

/// The body after feeding the text in pieces of this size; what was not complete is marked.
std::string body_of(std::string_view text, std::size_t piece) {
  response_parser parser;
  auto done = progress::more;
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) {
    if (done != progress::more)
      return "ended early";
    done = parser.feed(text.substr(0, piece));
  }
  return done == progress::complete ? std::string{parser.body()} : "not complete";
}

} // namespace

TEST_CASE("a response is read in pieces of any size") {
  for (std::size_t piece = 1; piece <= plain.size(); ++piece) {
    CAPTURE(piece);
    CHECK(body_of(plain, piece) == "hello");
  }
  for (std::size_t piece = 1; piece <= chunked.size(); ++piece) {
    CAPTURE(piece);
    CHECK(body_of(chunked, piece) == "hello");
  }
}

TEST_CASE("status and headers are told, whatever their case") {
  response_parser parser;
  REQUIRE(parser.feed(plain) == progress::complete);
  CHECK(parser.status() == 200);
  CHECK(parser.header("etag") == "\"7\"");
  CHECK(parser.header("content-length") == "5");
  CHECK(parser.header("tag").empty());
  CHECK(parser.keeps_alive());
  parser.next();
  REQUIRE(parser.feed("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")
          == progress::complete);
  CHECK(parser.body().empty());
  CHECK_FALSE(parser.keeps_alive());
}

TEST_CASE("what is no response breaks the connection instead of the run") {
  for (const std::string_view text :
       {"SSH-2.0-x\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    CAPTURE(text);
    CHECK(response_parser{}.feed(text) == progress::broken);
  }
  CHECK(response_parser{}.feed(std::string(70'000, 'x')) == progress::broken);
}
