#include "http/server/request_reader.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace frontrow::http;
using step = request_reader::step;

namespace {

struct seen {
  std::string path;
  std::string query;
  std::string body;
  bool keep_alive = false;
  edge_error why = edge_error::none;

  bool operator==(const seen&) const = default;
};

// Feeds text in pieces of these sizes and tells what came out of it.
template <class Next>
std::vector<seen> feed(std::string_view text, Next next_size, std::size_t body_max = 64) {
  std::vector<seen> all;
  request_reader reader{1'024};
  bool in_body = false;
  while (!text.empty()) {
    const auto room = reader.room();
    const auto size = std::min({text.size(), room.size(), next_size()});
    std::copy_n(text.data(), size, room.data());
    reader.add(size);
    text.remove_prefix(size);
    for (;;) {
      const auto at = in_body ? reader.read_body(body_max) : reader.read_head();
      if (at == step::refused) {
        all.push_back({{}, {}, {}, false, reader.why()});
        return all;
      }
      if (at == step::more)
        break;
      if (!in_body && reader.has_body()) {
        in_body = true;
        continue;
      }
      const auto& head = reader.head_of();
      all.push_back({std::string{reader.text(head.path)}, std::string{reader.text(head.query)},
                     std::string{in_body ? reader.body() : std::string_view{}}, head.keep_alive,
                     edge_error::none});
      reader.next();
      in_body = false;
    }
  }
  return all;
}

std::vector<seen> feed(std::string_view text) {
  return feed(text, [] { return std::string_view::npos; });
}

std::string with(const std::string& lines) {
  return "POST /a HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n";
}

} // namespace

TEST_CASE("head: what is taken") {
  const auto one = feed("GET /a/b?c=d HTTP/1.1\r\nHost: x\r\nA:b\r\nC:  d \t\r\n\r\n");
  REQUIRE(one.size() == 1);
  CHECK(one[0] == seen{"/a/b", "c=d", "", true, edge_error::none});
  CHECK_FALSE(feed("GET / HTTP/1.1\r\nHost: x\r\nConnection: x, Close\r\n\r\n")[0].keep_alive);
  CHECK_FALSE(feed("GET / HTTP/1.0\r\n\r\n")[0].keep_alive);
  CHECK(feed("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")[0].keep_alive);
  CHECK(feed("\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n").size() == 1);
  CHECK(feed(with("Content-Length: 3\r\n") + "abcGET / HTTP/1.1\r\nHost: x\r\n\r\n").size() == 2);
}

TEST_CASE("head: what could be read in two ways is refused") {
  const auto bad = GENERATE(values<std::string>({
      "GET / HTTP/1.1\r\n\r\n",                                    // no Host
      "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",              // two of them
      "GET / HTTP/1.1\r\nHost: \r\n\r\n",                          // an empty one
      "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n",                 // absolute form
      "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n",                  // authority form
      "GET * HTTP/1.1\r\nHost: x\r\n\r\n",                         // asterisk, but not OPTIONS
      "GET / HTTP/2.0\r\nHost: x\r\n\r\n",                         //
      "GET / HTTP/1.10\r\nHost: x\r\n\r\n",                        //
      "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",                        // two spaces
      "GET /\tHTTP/1.1\r\nHost: x\r\n\r\n",                        //
      "GET / HTTP/1.1 \r\nHost: x\r\n\r\n",                        //
      " GET / HTTP/1.1\r\nHost: x\r\n\r\n",                        //
      "G(T / HTTP/1.1\r\nHost: x\r\n\r\n",                         // no token
      "BREW / HTTP/1.1\r\nHost: x\r\n\r\n",                        // no verb
      "get / HTTP/1.1\r\nHost: x\r\n\r\n",                         // verbs are in capitals
      "GET /#a HTTP/1.1\r\nHost: x\r\n\r\n",                       // a fragment
      "GET /\x7f HTTP/1.1\r\nHost: x\r\n\r\n",                     //
      "GET /\xc3\xa4 HTTP/1.1\r\nHost: x\r\n\r\n",                 // not encoded
      "GET / HTTP/1.1\nHost: x\n\n",                               // bare LF
      "GET / HTTP/1.1\r\nHost: x\r\nA: b\rC: d\r\n\r\n",           // bare CR
      "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\r\n\r\n",               //
      "GET / HTTP/1.1\r\nHost: x\r\n\rA: b\r\n\r\n",               //
      "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",           // a continued line
      "GET / HTTP/1.1\r\nHost: x\r\n\tc: d\r\n\r\n",               //
      "GET / HTTP/1.1\r\nHost : x\r\n\r\n",                        // space before the colon
      "GET / HTTP/1.1\r\nHost: x\r\nA\r\n\r\n",                    // no colon
      "GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n",                  // no name
      "GET / HTTP/1.1\r\nHost: x\r\nA: \x01\r\n\r\n",              // control characters
      with("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"), //
      with("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"), //
      with("Content-Length: 3\r\nContent-Length: 4\r\n"),          //
      with("Content-Length: 3, 3\r\n"),                            //
      with("Content-Length: +3\r\n"),                              //
      with("Content-Length: -3\r\n"),                              //
      with("Content-Length: 0x3\r\n"),                             //
      with("Content-Length: \r\n"),                                //
      with("Content-Length: 99999999999999999999\r\n"),            //
      with("Transfer-Encoding: gzip, chunked\r\n"),                //
      with("Transfer-Encoding: chunked, chunked\r\n"),             //
      with("Transfer-Encoding: identity\r\n"),                     //
      with("Transfer-Encoding: \x0b"
           "chunked\r\n"),                                                  //
      with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), //
      "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
  }));
  INFO(bad);
  const auto all = feed(bad);
  REQUIRE(all.size() == 1);
  CHECK(all[0].why == edge_error::bad_request);
}

TEST_CASE("head: bad chunks are refused") {
  const auto bad = GENERATE(values<std::string>({
      "x\r\n",           // no size
      "\r\n",            //
      "-1\r\n",          //
      "3\r\nabcd\r\n",   // longer than it says
      "3\nabc\r\n",      // bare LF
      "3\r\nabc\n",      //
      "3 \r\nabc\r\n",   // a space
      "100000000\r\n",   // nine digits
      "0\r\nA: b\n\r\n", // bare LF in a trailer
      "0\r\nA: \x01\r\n\r\n",
  }));
  INFO(bad);
  const auto all = feed(with("Transfer-Encoding: chunked\r\n") + bad);
  REQUIRE(all.size() == 1);
  CHECK(all[0].why == edge_error::bad_request);
}

TEST_CASE("head: limits have names") {
  CHECK(feed("GET /" + std::string(2'000, 'a'))[0].why == edge_error::header_too_large);
  CHECK(feed(with("A: " + std::string(2'000, 'a') + "\r\n"))[0].why
        == edge_error::header_too_large);
  CHECK(feed(with("Content-Length: 65\r\n"))[0].why == edge_error::body_too_large);
  CHECK(feed(with("Transfer-Encoding: chunked\r\n") + "41\r\n" + std::string(65, 'a'))[0].why
        == edge_error::body_too_large);
  CHECK(feed(with("Transfer-Encoding: chunked\r\n") + "0;" + std::string(5'000, 'a'))[0].why
        == edge_error::bad_request);
}

TEST_CASE("head: however the bytes are cut, the requests are the same") {
  const auto text = "\r\n" + with("Content-Length: 10\r\n") + "0123456789"
                    + "GET /b?c HTTP/1.1\r\nHost: x\r\n\r\n"
                    + with("Transfer-Encoding: chunked\r\n")
                    + "5\r\nhello\r\n1;x=y\r\n \r\n5\r\nworld\r\n0\r\nA: b\r\n\r\n"
                    + with("Content-Length: 0\r\n") + "GET / HTTP/1.1\r\nHost : x\r\n\r\n";
  const auto whole = feed(text);
  REQUIRE(whole.size() == 5);
  CHECK(whole[0].body == "0123456789");
  CHECK(whole[2].body == "hello world");
  CHECK(whole[4].why == edge_error::bad_request);
  for (unsigned seed = 0; seed < 500; ++seed) {
    INFO("seed " << seed);
    std::mt19937 chance{seed};
    const auto limit = 1 + chance() % 60;
    REQUIRE(feed(text, [&] { return std::size_t{1 + chance() % limit}; }) == whole);
  }
}
