#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <sys/wait.h>

namespace {

struct outcome {
  int status;
  std::string text; // of both streams

  bool says(std::string_view what) const { return text.find(what) != text.npos; }
  bool is_one_line() const { return text.find('\n') + 1 == text.size(); }
};

/// Runs the binary as a shell would.
outcome frontrow(const std::string& arguments) {
  const auto line = "env -i " FRONTROW_BINARY " " + arguments + " 2>&1 </dev/null";
  auto* pipe = ::popen(line.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> part;
  while (const auto count = std::fread(part.data(), 1, part.size(), pipe))
    text.append(part.data(), count);
  return {WEXITSTATUS(::pclose(pipe)), text};
}

} // namespace

TEST_CASE("check-config says ok and shows every setting, or shows every mistake") {
  const auto good = frontrow("check-config --port 9");
  CAPTURE(good.text);
  CHECK(good.status == 0);
  CHECK(good.text.starts_with("ok\n"));
  CHECK(good.says("--port\n"));
  const auto bad = frontrow("check-config --port x --queue.tick y --store postgres");
  CAPTURE(bad.text);
  CHECK(bad.status == 2);
  CHECK(std::count(bad.text.begin(), bad.text.end(), '\n') == 3);
}

TEST_CASE("a mistake stops every command with one line before anything listens") {
  for (const auto* arguments :
       {"--port x", "serve --store postgres", "--redis.host redis", "srve",
        "serve --config no/such/file --port x", "console", "cluster", "migrate --store postgres",
        "load fcfs --target http://192.0.2.1:80",
        "load fcfs --target http://127.0.0.1:1 --duration 1s", "outbox list --data no/such/folder",
        "outbox replay", "outbox discard --operator_token x", "cluster cret x y", "cluster cert x",
        "cluster cert /proc/nowhere a", "cluster cert x ../a"}) {
    const auto run = frontrow(arguments);
    CAPTURE(arguments, run.text);
    CHECK(run.status == 2);
    CHECK(run.text.starts_with("frontrow: "));
    CHECK(run.is_one_line());
  }
}

TEST_CASE("the words of a flag are joined by underscores, whatever the command") {
  CHECK(frontrow("check-config --operator_token 0123456789abcdef").status == 0);
  CHECK(frontrow("load fcfs --operator_token x --target http://127.0.0.1:1").says("reached"));
  for (const auto* command : {"", "load"}) {
    const auto page = frontrow(std::string{command} + " --help").text;
    for (auto at = page.find(" --"); at != page.npos; at = page.find(" --", at + 1)) {
      const auto flag = page.substr(at + 3, page.find_first_of(" ,\n=", at + 3) - at - 3);
      CHECK(flag.find('-') == flag.npos);
    }
  }
}

TEST_CASE("every command explains itself") {
  for (const auto* command :
       {"", "serve", "check-config", "migrate", "load", "outbox", "console", "cluster"}) {
    const auto run = frontrow(std::string{command} + " --help");
    CAPTURE(command, run.text);
    CHECK(run.status == 0);
    const std::string usage = *command == '\0' ? "frontrow" : std::string{"frontrow "} + command;
    CHECK(run.says("Usage: " + usage + " "));
    CHECK(run.says("check-config") == (*command == '\0' || command == std::string{"check-config"}));
  }
  CHECK(frontrow("--version").text.starts_with("frontrow "));
}

TEST_CASE("certificates for nodes are made, and never written over") {
  char folder[] = "/tmp/frontrow_nodes_XXXXXX";
  REQUIRE(::mkdtemp(folder) != nullptr);
  const auto command = std::string{"cluster cert "} + folder;
  const auto made = frontrow(command + " a b");
  CAPTURE(made.text);
  CHECK(made.status == 0);
  CHECK(made.says(std::string{folder} + "/b.pem " + folder + "/b.key\n"));
  CHECK(std::filesystem::exists(std::string{folder} + "/authority.pem"));
  CHECK(frontrow(command + " c").status == 0);
  const auto again = frontrow(command + " a");
  CHECK(again.status == 2);
  CHECK(again.says("a.key: File exists"));
  std::filesystem::remove_all(folder);
}
