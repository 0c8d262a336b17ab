#include "bench/load/run_load.hpp"
#include "tests/bench/fake_hall.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include <unistd.h>

using namespace frontrow;
using namespace frontrow::test;

namespace {

/// Takes what is printed while it lives.
class captured_output {
public:
  captured_output() : out_{std::cout.rdbuf(text_.rdbuf())}, err_{std::cerr.rdbuf(text_.rdbuf())} {}
  ~captured_output() {
    std::cout.rdbuf(out_);
    std::cerr.rdbuf(err_);
  }
  captured_output(const captured_output&) = delete;
  captured_output& operator=(const captured_output&) = delete;

  std::string text() const { return text_.str(); }

private:
  std::ostringstream text_;
  std::streambuf* out_;
  std::streambuf* err_;
};

struct outcome {
  int status;
  std::string text;

  bool says(std::string_view what) const { return text.find(what) != text.npos; }
};

outcome load(const fake_http_server& server, std::vector<std::string> arguments) {
  for (const auto* each : {"--rate", "2000", "--connections", "8", "--settle", "5s", "--target"})
    arguments.emplace_back(each);
  arguments.push_back(server.url());
  const captured_output output;
  const auto status = load::run_load(arguments);
  return {status, output.text()};
}

outcome load_hall(hall_faults faults, std::uint64_t seats, std::vector<std::string> arguments) {
  fake_hall hall{seats, faults};
  const fake_http_server server{[&](const fake_request& request) {
    return hall.answer(request);
  }};
  return load(server, std::move(arguments));
}

const std::vector<std::string> crowd{"fcfs", "--users", "100"};
const std::vector<std::string> buyers{"onsale", "--users", "100", "--operator_token", "secret"};

} // namespace

TEST_CASE("a crowd at an honest hall gets all its seats once, and the check holds") {
  const auto run = load_hall({}, 9, crowd);
  CAPTURE(run.text);
  CHECK(run.status == 0);
  CHECK(run.says("fcfs: 100 arrivals"));
  CHECK(run.says("join: sold_out 91"));
  CHECK(run.says("9 seats acknowledged, 0 outcomes unknown, 9 winners asked again"));
}

TEST_CASE("answers that are lost are asked for again and leave nothing broken") {
  const auto run = load_hall({.lost_answers = 7}, 50, crowd);
  CAPTURE(run.text);
  CHECK(run.status == 0);
  CHECK(run.says("no answer  join: "));
  CHECK_FALSE(run.says(" 0 outcomes unknown"));
}

TEST_CASE("a hall that breaks its promises to a crowd is found out") {
  const auto twice = load_hall({.sells_twice = true}, 9, crowd);
  CAPTURE(twice.text);
  CHECK(twice.status == 1);
  CHECK(twice.says("seat 1 was sold to user "));
  const auto lost = load_hall({.forgets_sales = true}, 9, crowd);
  CHECK(lost.status == 1);
  CHECK(lost.says("and is not taken"));
}

TEST_CASE("buyers at an honest hall pay for what they get, whatever answers are lost") {
  for (const unsigned lost : {0u, 5u}) {
    const auto run = load_hall({.lost_answers = lost}, 60, buyers);
    CAPTURE(lost, run.text);
    CHECK(run.status == 0);
    CHECK(run.says("reserve"));
    CHECK(run.says("seats sold, 0 outcomes unknown"));
    CHECK(run.says("The check holds."));
  }
}

TEST_CASE("a hall that breaks its promises to buyers is found out") {
  struct row {
    hall_faults faults;
    const char* complaint;
  };
  for (const auto& [faults, complaint] :
       {row{{.sells_twice = true}, "was sold to user"},
        row{{.forgets_sales = true}, "was paid and"},
        row{{.loses_money = true}, " charged 1000, paid 1000 and has -1"},
        row{{.lost_answers = 3, .ignores_keys = true}, "times under one key"}}) {
    const auto run = load_hall(faults, 60, buyers);
    CAPTURE(complaint, run.text);
    CHECK(run.status == 1);
    CHECK(run.says(complaint));
  }
}

TEST_CASE("latency counts from the intended start, so a stalled server cannot hide") {
  // One connection, and a server that answers one request in 20 ms: the tenth has waited for nine.
  const fake_http_server server{[](const fake_request&) -> std::optional<fake_response> {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds{20};
    while (std::chrono::steady_clock::now() < end)
      std::this_thread::yield();
    return fake_response{200, "{}"};
  }};
  const auto path = "load_" + std::to_string(::getpid()) + ".json";
  const captured_output output;
  CHECK(load::run_load({"reads", "--only", "seats", "--rate", "10000", "--users", "10",
                        "--connections", "1", "--target", server.url(), "--json", path})
        == 0);
  std::ifstream stream{path};
  const auto report = nlohmann::json::parse(stream);
  std::remove(path.c_str());
  const auto& latency = report["operations"]["seats"]["latencyMs"];
  CHECK(report["arrivals"] == 10);
  CHECK(latency["max"].get<double>() >= 190);
  CHECK(latency["p50"].get<double>() >= 90);
}

TEST_CASE("a server that is not there, or whose connections end after each answer") {
  const captured_output output;
  CHECK(load::run_load({"fcfs", "--users", "3", "--duration", "100ms", "--settle", "200ms",
                        "--target", "http://127.0.0.1:1"})
        == 2);
  const fake_http_server server{[](const fake_request&) -> std::optional<fake_response> {
    return fake_response{200, "{}", "Connection: close\r\n"};
  }};
  CHECK(load::run_load({"reads", "--only", "seats", "--users", "50", "--target", server.url()})
        == 0);
}
