#include "http/server/route.hpp"

#include <catch2/catch.hpp>

using namespace frontrow::http;
using beast::http::verb;

namespace {

route row(verb method, std::string path, ports where = ports::gateway) {
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
          row(verb::get, "/inside", ports::app),
          row(verb::get, "/everywhere", ports::all),
          row(verb::get, "/operate", ports::admin),
          row(verb::post, "/api/schedules/all", ports::admin),
          row(verb::get, "/back", ports::gateway_and_app)};
}

} // namespace

TEST_CASE("route: a path leads to its row") {
  const route_table table{rows()};
  std::array<std::string, 2> arguments;
  const auto find = [&](verb method, std::string_view path, door at = door::gateway) {
    return table.find(method, path, at, arguments);
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
  CHECK(find(verb::get, "/inside", door::app).row == 6);
  for (const auto at : {door::gateway, door::app, door::admin})
    CHECK(find(verb::get, "/everywhere", at).row == 7);
}

TEST_CASE("route: operators' rows move to the admin port when there is one") {
  std::array<std::string, 2> arguments;
  for (const bool has_admin_port : {false, true}) {
    const route_table table{rows(), has_admin_port};
    const auto is_there = [&](verb method, std::string_view path, door at) {
      return table.find(method, path, at, arguments).row != route_match::none;
    };
    CHECK(is_there(verb::get, "/operate", door::gateway) != has_admin_port);
    CHECK(is_there(verb::post, "/api/schedules/all", door::gateway) != has_admin_port);
    CHECK(is_there(verb::get, "/operate", door::admin) == has_admin_port);
    CHECK(is_there(verb::post, "/api/schedules/all", door::admin) == has_admin_port);
    CHECK_FALSE(is_there(verb::get, "/operate", door::app));
    CHECK(is_there(verb::get, "/api/schedules/all", door::gateway));
    CHECK_FALSE(is_there(verb::get, "/api/schedules/all", door::admin));
    CHECK(is_there(verb::get, "/back", door::app));
    CHECK_FALSE(is_there(verb::get, "/back", door::admin));
    // There they are unknown, not merely the wrong verb; other verbs see no trace of them.
    using call = std::pair<verb, std::string_view>;
    for (const auto& [method, path] :
         {call{verb::post, "/api/schedules/all"}, call{verb::get, "/operate"},
          call{verb::head, "/operate"}, call{verb::put, "/operate"}})
      CHECK(table.find(method, path, door::gateway, arguments).is_path_known != has_admin_port);
    const auto wrong = table.find(verb::put, "/api/schedules/all", door::gateway, arguments);
    CHECK(wrong.allow == (has_admin_port ? "OPTIONS, GET, HEAD" : "OPTIONS, GET, HEAD, POST"));
  }
}

TEST_CASE("route: unknown paths and wrong verbs differ") {
  const route_table table{rows()};
  std::array<std::string, 2> arguments;
  for (const auto* path : {"", "x", "//", "/api", "/api/schedules/", "/api/schedules//seats",
                           "/api/schedules/1/seats/", "/api/schedules/%zz", "/inside", "/*"})
    CHECK_FALSE(table.find(verb::get, path, door::gateway, arguments).is_path_known);
  const auto wrong = table.find(verb::delete_, "/api/schedules/1/seats", door::gateway, arguments);
  CHECK(wrong.row == route_match::none);
  CHECK(wrong.allow == "OPTIONS, GET, HEAD, POST");
}

TEST_CASE("route: a table that makes no sense is refused") {
  CHECK_THROWS(route_table{{row(verb::get, "/a/{b}"), row(verb::get, "/a/{c}")}});
  CHECK_THROWS(route_table{{row(verb::get, "a")}});
  CHECK_THROWS(route_table{{row(verb::get, "/{a}/{b}/{c}")}});
}
