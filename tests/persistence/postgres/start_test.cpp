#include "tests/persistence/postgres/in_postgres.hpp"

#include <future>

using namespace frontrow;
using namespace frontrow::test;
using Catch::Matchers::Contains;

namespace {

postgres::postgres_options options_of(const std::string& url) {
  return in_postgres::options_for(url);
}

void open(const postgres::postgres_options& how) {
  const postgres::postgres_store store{how};
}

std::string name_of(const std::string& url) {
  return url.substr(url.rfind('/') + 1);
}

} // namespace

TEST_CASE("a server that could lose what it confirmed is refused, unless that is asked for") {
  const auto url = shared_postgres().fresh_database();
  auto how = options_of(url);
  how.allow_unsafe.clear();
  CHECK_THROWS_WITH(open(how),
                    Contains("fsync is off") && Contains("--postgres.allow_unsafe fsync"));
  how.allow_unsafe = {"fsync"};
  shared_postgres().run("ALTER DATABASE " + name_of(url) + " SET synchronous_commit = off");
  CHECK_THROWS_WITH(open(how), Contains("synchronous_commit is off"));
  how.allow_unsafe = {"synchronous_commit", "fsync"};
  CHECK_NOTHROW(open(how));
}

TEST_CASE("pages that could be torn are refused") {
  private_postgres own{{"full_page_writes=off"}};
  CHECK_THROWS_WITH(open(options_of(own.url("postgres"))), Contains("full_page_writes is off"));
}

TEST_CASE("a database that takes no writes is refused") {
  const auto url = shared_postgres().fresh_database();
  shared_postgres().run("ALTER DATABASE " + name_of(url)
                        + " SET default_transaction_read_only = on");
  CHECK_THROWS_WITH(open(options_of(url)), Contains("it is read-only"));
}

TEST_CASE("a standby is refused") {
  private_postgres own;
  own.stop();
  own.make_standby();
  own.start();
  CHECK_THROWS_WITH(open(options_of(own.url("postgres"))), Contains("it is a standby"));
}

TEST_CASE("another encoding is refused") {
  const auto url = shared_postgres().fresh_database("ENCODING 'SQL_ASCII' TEMPLATE template0");
  CHECK_THROWS_WITH(open(options_of(url)), Contains("encoding is SQL_ASCII"));
}

TEST_CASE("a schema of the future is refused and left alone") {
  const auto url = shared_postgres().fresh_database();
  open(options_of(url));
  shared_postgres().run("INSERT INTO frontrow_schema (version) VALUES (99)", name_of(url));
  CHECK_THROWS_WITH(open(options_of(url)), Contains("newer Frontrow (schema 99"));
  CHECK(shared_postgres().run("SELECT max(version) FROM frontrow_schema", name_of(url)) == "99");
}

TEST_CASE("tables of others are not taken for ours") {
  const auto url = shared_postgres().fresh_database();
  shared_postgres().run("CREATE TABLE seat (number int)", name_of(url));
  CHECK_THROWS_WITH(open(options_of(url)), Contains("relation \"seat\" already exists"));
  CHECK(shared_postgres().run("SELECT to_regclass('wallet') IS NULL", name_of(url)) == "t");
}

TEST_CASE("nobody there is one clear line without the password") {
  auto how = options_of("postgresql://me:hush@127.0.0.1:1/nothing?sslmode=disable");
  CHECK_THROWS_WITH(open(how), Contains("cannot be reached") && !Contains("hush"));
  how.url = "host=127.0.0.1 port=1 password='hush' nonsense=1";
  CHECK_THROWS_WITH(open(how), Contains("cannot be reached") && !Contains("hush"));
  CHECK(postgres::masked("it is hush", how.url) == "it is ***");
  CHECK(postgres::masked("b@d", "postgres://me:b@d@there/x") == "***");
}

TEST_CASE("of many that come at once, one makes the schema") {
  const auto url = shared_postgres().fresh_database();
  std::vector<std::future<std::pair<std::size_t, std::size_t>>> all;
  for (int n = 0; n < 4; ++n)
    all.push_back(
        std::async(std::launch::async, [&] { return migrate_database(options_of(url)); }));
  std::size_t makers = 0;
  for (auto& one : all) {
    const auto [before, now] = one.get();
    makers += before == 0;
    CHECK(now == 3);
  }
  CHECK(makers == 1);
  CHECK(shared_postgres().run("SELECT count(*) FROM mark", name_of(url)) == "16");
}

TEST_CASE("a second server on the same database is refused while the first lives") {
  const auto url = shared_postgres().fresh_database();
  {
    const postgres::postgres_store first{options_of(url)};
    CHECK_THROWS_WITH(open(options_of(url)), Contains("another server uses this database"));
  }
  CHECK_NOTHROW(open(options_of(url)));
}
