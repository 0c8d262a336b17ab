#include "config/read_settings.hpp"

#include "config/settings_page.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <fstream>

#include <unistd.h>

using namespace frontrow;
using namespace frontrow::config;
using namespace std::chrono_literals;

namespace {

read_result read(std::vector<const char*> arguments, const environment& variables = {}) {
  arguments.insert(arguments.begin(), "frontrow");
  return read_settings(static_cast<int>(arguments.size()), arguments.data(), variables);
}

/// A file in the working folder that is gone after the test.
class scratch_file {
public:
  explicit scratch_file(std::string_view text)
      : path_{"settings_" + std::to_string(::getpid()) + ".toml"} {
    std::ofstream{path_} << text;
  }
  ~scratch_file() { std::remove(path_.c_str()); }
  scratch_file(const scratch_file&) = delete;
  scratch_file& operator=(const scratch_file&) = delete;

  const char* path() const { return path_.c_str(); }

private:
  std::string path_;
};

std::string sources_of(const read_result& result, std::string_view name) {
  for (const auto& each : result.effective)
    if (each.name == name)
      return each.value + " " + each.source;
  return "";
}

bool is_clean(const read_result& result) {
  CAPTURE(check_page(result));
  CHECK(result.mistakes.empty());
  return result.mistakes.empty();
}

/// The only mistake, as `where: what`.
std::string only_mistake(const read_result& result) {
  REQUIRE(result.mistakes.size() == 1);
  return result.mistakes[0].where + ": " + result.mistakes[0].what;
}

} // namespace

TEST_CASE("nothing said gives the defaults and serves") {
  const auto result = read({});
  CHECK(is_clean(result));
  CHECK(result.command == "serve");
  CHECK(result.values.port == 8080);
  CHECK(result.values.queue.token_life == 12h);
}

TEST_CASE("flags win over variables, variables over borrowed ones, those over the file") {
  const scratch_file file{"port = 1\napp_port = 1\nfcfs.seats = 1\n[queue]\ntick = \"2s\"\n"};
  const environment variables{{"GATEWAY_EXTERNAL_PORT", "2"},
                              {"APP_PORT", "3"},
                              {"FRONTROW_PORT", "4"},
                              {"FRONTROW_QUEUE_TICK", ""}};
  const auto result = read({"serve", "--port", "5", "--config", file.path()}, variables);
  CHECK(is_clean(result));
  CHECK(sources_of(result, "port") == "5 --port");
  CHECK(sources_of(result, "app_port") == "3 APP_PORT");
  CHECK(sources_of(result, "fcfs.seats") == "1 " + std::string{file.path()} + ":3");
  CHECK(sources_of(result, "queue.tick") == "2s " + std::string{file.path()} + ":5");
  CHECK(sources_of(result, "queue.batch") == "1000 default");
  CHECK(read({"--config", file.path()}, variables).values.port == 4);
}

TEST_CASE("the variables of the FCFS document work under their names") {
  const auto result = read({}, {{"FCFS_USER_HEADER", "X-Who"},
                                {"FCFS_USER_TTL", "60"},
                                {"FCFS_GUARD_BY_IP", "0"},
                                {"APP_PORT", "5801"},
                                {"GATEWAY_EXTERNAL_PORT", "8081"},
                                {"RUST_LOG", "hyper=warn,frontrow=debug,info"}});
  CHECK(is_clean(result));
  CHECK(result.values.fcfs.user_header == "X-Who");
  CHECK(result.values.fcfs.user_ttl == 60s);
  CHECK_FALSE(result.values.fcfs.guard_by_ip);
  CHECK(result.values.app_port == 5801);
  CHECK(result.values.port == 8081);
  CHECK(result.values.log.level == "debug");
  CHECK(read({}, {{"FCFS_USER_TTL", "0"}}).values.fcfs.user_ttl == 0s);
  CHECK(read({}, {{"RUST_LOG", "hyper=debug"}}).values.log.level == "info");
  CHECK(only_mistake(read({}, {{"RUST_LOG", "loud"}})).starts_with("RUST_LOG: log.level"));
  CHECK(only_mistake(read({}, {{"FCFS_USER_TTL", "5m"}})).starts_with("FCFS_USER_TTL: "));
}

TEST_CASE("what the environment mentions by the way does not break the embedded default") {
  CHECK(is_clean(read({}, {{"DATABASE_URL", "postgres://db/x"},
                           {"REDIS_PASSWORD", "redis_pass"},
                           {"REDIS_PORT", "tcp://10.0.0.3:6379"},
                           {"REDIS_HOST", ""}})));
}

TEST_CASE("Redis is used where its host is named, and then its port counts") {
  const auto result = read({}, {{"REDIS_HOST", "redis"}, {"REDIS_PORT", "6380"}});
  CHECK(is_clean(result));
  CHECK(result.values.redis.host == "redis");
  CHECK(result.values.redis.port == 6380);
}

TEST_CASE("what is not in this build is refused and never ignored") {
  CHECK(only_mistake(read({"--store", "postgres"})).starts_with("--store: store = postgres needs"));
  CHECK(is_clean(read({"--store", "postgres"}, {{"DATABASE_URL", "postgres://db/x"}})));
}

TEST_CASE("tokens need keys, and what belongs to tokens needs them") {
  CHECK(is_clean(read({"--auth", "jwt", "--auth.jwt_keys", "a.pem,b.json", "--auth.leeway", "0",
                       "--rate_limit.user", "20/s"})));
  CHECK(
      only_mistake(read({"--auth", "jwt"})).starts_with("--auth: auth = jwt needs auth.jwt_keys"));
  for (const auto* name : {"auth.jwt_keys", "auth.issuer", "auth.audience"})
    CHECK(only_mistake(read({("--" + std::string{name}).c_str(), "k"}))
          == "--" + std::string{name} + ": " + name + " does nothing with auth = none");
  CHECK(only_mistake(read({"--auth.leeway", "1s"})).starts_with("--auth.leeway: "));
  CHECK(only_mistake(read({"--rate_limit.user", "20/s"}))
            .starts_with("--rate_limit.user: rate_limit.user needs auth = jwt"));
  CHECK(is_clean(read({"--rate_limit.address", "300/m"})));
  CHECK(only_mistake(read({"--rate_limit.address", "20"}))
        == "--rate_limit.address: rate_limit.address = \"20\" does not fit; right would be a rate "
           "such as 20/s, 300/m or 5000/h");
}

TEST_CASE("no two doors may be one, and a certificate has its key") {
  CHECK(only_mistake(read({"--port", "5801", "--app_port", "5801"}))
        == "--app_port: app_port = 5801 is the public port; right would be another");
  CHECK(only_mistake(read({"--admin_port", "8080"}))
        == "--admin_port: admin_port = 8080 is the public port; right would be another");
  CHECK(only_mistake(read({"--admin_port", "5800"}))
        == "--admin_port: admin_port = 5800 is the app port; right would be another");
  CHECK(is_clean(read({"--admin_port", "0", "--app_port", "0", "--port", "0"})));
  CHECK(only_mistake(read({"--tls.certificate", "c"}))
        == "--tls.certificate: tls.certificate needs tls.key beside it");
  CHECK(only_mistake(read({"--tls.key", "k"}))
        == "--tls.key: tls.key needs tls.certificate beside it");
  CHECK(only_mistake(read({"--tls.hsts", "1h"}))
        == "--tls.hsts: tls.hsts does nothing without tls.certificate");
  CHECK(is_clean(read({"--tls.certificate", "c", "--tls.key", "k", "--tls.hsts", "1h"})));
}

TEST_CASE("every mistake is reported with its place and what would be right") {
  const scratch_file file{"prot = 1\n[queue]\ntick = \"soon\"\ntik = \"1s\"\nbatch = 0\n"};
  const auto result = read({"--portt", "80", "--port", "70000", "--demo", "perhaps", "--config",
                            file.path(), "--trusted_proxies", "10.0.0.0/8,nobody"},
                           {{"FRONTROW_QUEUE_TICKS", "1s"}, {"FRONTROW_STORE", "mysql"}});
  const auto page = check_page(result);
  CAPTURE(page);
  const std::string path{file.path()};
  for (const auto& line :
       {std::string{"--portt: there is no such flag; did you mean --port?\n"},
        path + ":1: prot is no setting; did you mean port?\n",
        path
            + ":3: queue.tick = \"soon\" is not a duration; right would be 10ms to 1m, "
              "written as 250ms, 30s, 5m or 12h\n",
        path + ":4: queue.tik is no setting; did you mean queue.tick?\n",
        path + ":5: queue.batch = \"0\" is not within the limits; right would be 1 to 1000000\n",
        std::string{"FRONTROW_QUEUE_TICKS: there is no such setting; did you mean "
                    "FRONTROW_QUEUE_TICK?\n"},
        std::string{"FRONTROW_STORE: store = \"mysql\" is not a choice; right would be sqlite, "
                    "memory or postgres\n"},
        std::string{"--port: port = \"70000\" is not within the limits; right would be 0 to "
                    "65535\n"},
        std::string{"--demo: demo = \"perhaps\" is not yes or no; right would be true or false\n"},
        std::string{"--trusted_proxies: trusted_proxies = \"nobody\" does not fit; right would be "
                    "an address or a block such as 10.0.0.0/8\n"}}) {
    CAPTURE(line);
    CHECK(page.find(line) != page.npos);
  }
  CHECK(result.mistakes.size() == 10);
  CHECK(mistake_line(result).ends_with("(and 9 more; frontrow check-config shows all)\n"));
}

TEST_CASE("a file that is not there, a command that is not, and a flag without its value") {
  CHECK(only_mistake(read({"--config", "no/such.toml"})).starts_with("no/such.toml: "));
  CHECK(only_mistake(read({"--config", "."})).starts_with(".: "));
  CHECK(only_mistake(read({"srve"})) == "srve: there is no such command; did you mean serve?");
  CHECK(only_mistake(read({"--port"})) == "--port: its value is missing");
  CHECK(read({"--portt=1", "--config", ".", "--port"}).mistakes.size() == 3);
  CHECK(read({"--port", "9", "--port", "10"}).values.port == 10);
  CHECK(read({"--time_zone", "-05:00"}).values.time_zone == "-05:00");
  CHECK(read({"--data="}).mistakes.size() == 1);
}

TEST_CASE("commands are told apart, and load keeps its own arguments") {
  CHECK(read({"check-config", "--port", "9"}).command == "check-config");
  CHECK(read({"check-config", "--port", "9"}).values.port == 9);
  CHECK(read({"console"}).command == "console");
  CHECK(read({"serve", "--help"}).wants_help);
  CHECK(read({"--version"}).wants_version);
  const auto load = read({"load", "fcfs", "--rate", "5", "--help"});
  CHECK(is_clean(load));
  CHECK(load.command == "load");
  CHECK(load.rest == std::vector<std::string>{"fcfs", "--rate", "5", "--help"});
  CHECK_FALSE(load.wants_help);
}

TEST_CASE("the variable that tests crash a server with is no unknown setting") {
  CHECK(is_clean(read({}, {{"FRONTROW_FAULT", "before_commit"}})));
}

TEST_CASE("secrets are masked, in mistakes too") {
  const auto result = read({"--operator_token", "0123456789abcdef"});
  CHECK(sources_of(result, "operator_token") == "******** --operator_token");
  CHECK(only_mistake(read({"--operator_token", "short"})).find("short") == std::string::npos);
}

TEST_CASE("an unsafe setting that PostgreSQL does not have is refused, and the right are named") {
  const auto flag = "--postgres.allow_unsafe";
  CHECK(read({flag, "fsync, synchronous_commit"}).values.postgres.allow_unsafe
        == std::vector<std::string>{"fsync", "synchronous_commit"});
  const auto mistake = only_mistake(read({flag, "fsync,sync"}));
  CHECK(mistake.starts_with(flag));
  CHECK(mistake.ends_with("\"sync\" is not a choice; right would be fsync, full_page_writes or "
                          "synchronous_commit, separated by commas"));
}
