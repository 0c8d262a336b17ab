#include "http/server/route.hpp"

#include <catch2/catch.hpp>

using namespace frontrow::http;
using beast::http::verb;

namespace {

route row(verb method, std::string path, ports where = ports::public_port) {
  route made;
  made.method = method;
  made.name = made.path = std::move(path);
  made.where = where;
  made.answer = [](const request&) -> net::awaitable<response> {
    co_return response{};
  };
  return made;
}

std::vector<route> rows() {
  return {row(verb::get, "/"),
          row(verb::get, "/api/schedules/{id}/seats"),
          row(verb::get, "/api/schedules/{id}/seats/{seat}"),
          row(verb::post, "/api/schedules/{id}/seats"),
          row(verb::get, "/api/schedules/all"),
          row(verb::get, "/api/schedules/{id}"),
          row(verb::get, "/inside", ports::app_port),
          row(verb::get, "/everywhere", ports::both)};
}

} // namespace

TEST_CASE("route: a path leads to its row") {
  const route_table table{rows()};
  std::array<std::string, 2> arguments;
  const auto find = [&](verb method, std::string_view path, bool at_app = false) {
    return table.find(method, path, at_app, arguments);
  };
  CHECK(find(verb::get, "/").row == 0);
  CHECK(find(verb::get, "/api/schedules/500/seats").row == 1);
  CHECK(arguments[0] == "500");
  CHECK(find(verb::get, "/api/schedules/a%2Fb/seats/7%20").row == 2);
  CHECK(arguments[0] == "a/b");
  CHECK(arguments[1] == "7 ");
  CHECK(find(verb::head, "/api/schedules/500/seats").row == 1);
  CHECK(find(verb::get, "/api/schedules/all").row == 4);
  CHECK(find(verb::get, "/api/schedules/al").row == 5);
  CHECK(find(verb::get, "/api/schedules/all/seats").row == 1); // back from the fixed word
  CHECK(find(verb::get, "/inside", true).row == 6);
  CHECK(find(verb::get, "/everywhere", true).row == 7);
  CHECK(find(verb::get, "/everywhere").row == 7);
}

TEST_CASE("route: unknown paths and wrong verbs differ") {
  const route_table table{rows()};
  std::array<std::string, 2> arguments;
  for (const auto* path : {"", "x", "//", "/api", "/api/schedules/", "/api/schedules//seats",
                           "/api/schedules/1/seats/", "/api/schedules/%zz", "/inside", "/*"})
    CHECK_FALSE(table.find(verb::get, path, false, arguments).is_path_known);
  const auto wrong = table.find(verb::delete_, "/api/schedules/1/seats", false, arguments);
  CHECK(wrong.row == route_match::none);
  CHECK(wrong.allow == "OPTIONS, GET, HEAD, POST");
}

TEST_CASE("route: a table that makes no sense is refused") {
  CHECK_THROWS(route_table{{row(verb::get, "/a/{b}"), row(verb::get, "/a/{c}")}});
  CHECK_THROWS(route_table{{row(verb::get, "a")}});
  CHECK_THROWS(route_table{{row(verb::get, "/{a}/{b}/{c}")}});
}
