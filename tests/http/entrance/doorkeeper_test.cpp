#include "tests/http/entrance/door.hpp"

using namespace frontrow;
using namespace frontrow::test;

TEST_CASE("a verified bearer is written into the request") {
  door at;
  auto from = get("/api/users/101/point");
  from.with("Authorization", "bearer " + token_of(first));
  REQUIRE_FALSE(at.ask(from));
  CHECK(from.get().caller == user_id{101});
  CHECK(from.get().subject == "101");
  auto named = get("/api/users/101/point");
  named.with("Authorization", "Bearer " + token_of(first, "alice"));
  REQUIRE_FALSE(at.ask(named));
  CHECK(named.get().caller == no_user);
  CHECK(named.get().subject == "alice");
}

TEST_CASE("whoever shows no token, or one that does not count, is told how to") {
  door at;
  auto from = get("/api/users/101/point");
  auto no = at.ask(from);
  REQUIRE(no);
  CHECK(no->status == 401);
  CHECK(code_of(*no) == "identity_missing");
  CHECK(header_of(*no, "WWW-Authenticate") == "Bearer realm=\"frontrow\"");
  from.with("Authorization", "Basic YTpi");
  CHECK(code_of(*at.ask(from)) == "identity_missing");
  from.with("Authorization", "Bearer " + token_of(second));
  no = at.ask(from);
  REQUIRE(no);
  CHECK(no->status == 401);
  CHECK(code_of(*no) == "identity_invalid");
  CHECK(header_of(*no, "WWW-Authenticate")
        == "Bearer realm=\"frontrow\", error=\"invalid_token\", "
           "error_description=\"the token's signature is wrong\"");
  CHECK(from.get().caller == user_id{});
  from.with("Authorization", "Bearer " + std::string(20'000, 'x'));
  CHECK(code_of(*at.ask(from)) == "identity_invalid");
}

TEST_CASE("two Authorization headers are one too many") {
  door at;
  auto from = get("/api/users/101/point");
  auto* headers = const_cast<boost::beast::http::fields*>(from.get().headers);
  headers->insert("Authorization", "Bearer " + token_of(first));
  headers->insert("Authorization", "Bearer " + token_of(first));
  CHECK(at.ask(from)->status == 401);
}

TEST_CASE("refusals take the form of their face, wrapped where that is wanted") {
  door at;
  auto plain = post("/fcfs/join", "{}");
  CHECK(body_of(*at.ask(plain)).starts_with(R"({"success":false,"reason":"validation")"));
  auto wrapped = post("/fcfs/join?wrap=1", "{}");
  CHECK(body_of(*at.ask(wrapped)).starts_with(R"({"gatewayWrapped":true,"status":401)"));
}

TEST_CASE("only calls for a user need a token") {
  door at;
  CHECK(at.status("rubbish", http::caller::anyone) == 200);
  CHECK(at.status("rubbish", http::caller::operators) == 200);
  CHECK(at.status("rubbish") == 401);
  auto app = post("/fcfs/join", "{}");
  app.get().at_app_port = true;
  CHECK(at.ask(app)->status == 401);
}

TEST_CASE("a token is verified once, and remembered for as long as it counts") {
  door at;
  const auto token = token_of(first);
  CHECK(at.status(token) == 200);
  CHECK(at.status(token) == 200);
  CHECK(at.status(token_of(first, "102")) == 200);
  CHECK(at.keeper->figures().tokens_verified == 2);
  CHECK(at.keeper->figures().tokens_remembered == 1);
  at.now += 89s;
  CHECK(at.status(token) == 200);
  at.now += 1s;
  CHECK(at.status(token) == 401);
  CHECK(at.keeper->figures().tokens_refused == 1);
}

TEST_CASE("the memory of tokens is bounded, and gives no token another's name") {
  verified_tokens known;
  const auto make = [](std::uint64_t n) {
    auto who = std::make_shared<identity>();
    who->user = user_id{n};
    who->until = noon(static_cast<std::int64_t>(n));
    return who;
  };
  // All into one set of the table.
  const auto digest = [](std::uint64_t n) {
    return verified_tokens::digest{n * verified_tokens::sets, n, 0, 0};
  };
  for (std::uint64_t n = 1; n <= 100; ++n)
    known.keep(digest(n), 1, make(n));
  std::size_t remembered = 0;
  for (std::uint64_t n = 1; n <= 100; ++n)
    if (const auto who = known.find(digest(n), 1, noon())) {
      ++remembered;
      CHECK(who->user == user_id{n});
    }
  CHECK(remembered == verified_tokens::ways);
  CHECK(known.find(digest(100), 1, noon()));
  CHECK_FALSE(known.find(digest(100), 2, noon()));
  CHECK_FALSE(known.find(digest(100), 1, noon(100)));
}

TEST_CASE("changed keys count at once, for remembered tokens too") {
  door at;
  CHECK(at.status(token_of(first)) == 200);
  at.file.write(key_set({second.jwk("")}));
  at.keeper->look_at_keys();
  REQUIRE(at.news.size() == 1);
  CHECK(at.news[0].is_good);
  CHECK(at.status(token_of(first)) == 401);
  CHECK(at.status(token_of(second)) == 200);
  at.keeper->look_at_keys();
  CHECK(at.news.size() == 1);
}

TEST_CASE("a broken file of keys changes nothing, and is told of once") {
  door at;
  for (const auto* broken : {"", "{", "{\"keys\":[]}", "-----BEGIN PUBLIC KEY-----\nAAAA\n"}) {
    at.news.clear();
    at.file.write(broken);
    at.keeper->look_at_keys();
    at.keeper->look_at_keys();
    REQUIRE(at.news.size() == 1);
    CHECK_FALSE(at.news[0].is_good);
    CHECK(at.news[0].why.starts_with(at.file.path() + ": "));
    CHECK(at.status(token_of(first)) == 200);
  }
  CHECK(at.keeper->figures().keys->is_stale);
  at.file.remove();
  at.keeper->look_at_keys();
  CHECK(at.news.back().why == at.file.path() + ": there is no such file");
  at.file.write(key_set({first.jwk(""), second.jwk("")}));
  at.keeper->look_at_keys();
  CHECK(at.news.back().is_good);
  CHECK(at.news.back().keys == 2);
  CHECK_FALSE(at.keeper->figures().keys->is_stale);
  CHECK(at.status(token_of(second)) == 200);
}

TEST_CASE("a server without keys does not begin") {
  const auto begin = [](const std::string& path) {
    doorkeeper{jwt_settings(path), [] { return noon(); }, 1};
  };
  CHECK_THROWS_WITH(begin("/nowhere/keys.json"),
                    "auth.jwt_keys: /nowhere/keys.json: there is no such file");
  CHECK_THROWS_WITH(begin("/"), Catch::Contains("there is no such file"));
  const key_file broken{"{}"};
  CHECK_THROWS_WITH(begin(broken.path()), Catch::Contains("it has no list \"keys\""));
  const key_file large{std::string(key_watch::file_size_max + 1, ' ')};
  CHECK_THROWS_WITH(begin(large.path()), Catch::Contains("longer than 1 MiB"));
}

TEST_CASE("without tokens and limits there is nothing to do") {
  const doorkeeper idle{settings{}, [] { return noon(); }, 1};
  CHECK_FALSE(idle.has_work());
  CHECK_FALSE(idle.figures().keys);
}
