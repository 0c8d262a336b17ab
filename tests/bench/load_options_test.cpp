#include "bench/load/load_options.hpp"

#include <catch2/catch.hpp>

using namespace frontrow::load;

TEST_CASE("a crowd is sent to this machine only") {
  for (const auto* good : {"http://127.0.0.1:8080", "http://127.9.9.9:1", "http://localhost:80/",
                           "http://[::1]:8080"}) {
    CAPTURE(good);
    CHECK(parse_target(good));
  }
  for (const auto* bad : {"http://10.0.0.1:80", "http://example.com:80", "https://127.0.0.1:80",
                          "http://127.0.0.1", "http://127.0.0.1:0", "http://127.0.0.1:99999",
                          "http://127.0.0.1.evil:80", "http://[::2]:80", ""}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_target(bad));
  }
}

TEST_CASE("arguments are read, and what is wrong is said") {
  const auto good
      = parse_load_options({"fcfs", "--rate", "max", "--duration", "2s", "--target",
                            "http://127.0.0.1:1,http://127.0.0.1:2", "--seed", "9", "--no_check"});
  CHECK(good.wrong.empty());
  CHECK(good.options.rate == 0);
  CHECK(good.options.duration == std::chrono::seconds{2});
  CHECK(good.options.targets.size() == 2);
  CHECK_FALSE(good.options.is_checked);
  CHECK(parse_load_options({"fcfs"}).options.is_checked);
  CHECK_FALSE(parse_load_options({"--help"}).help.empty());
  for (const std::vector<std::string>& bad : {std::vector<std::string>{},
                                              {"rush"},
                                              {"fcfs", "--rate", "0"},
                                              {"fcfs", "--rate", "5x"},
                                              {"fcfs", "--duration", "5"},
                                              {"fcfs", "--target", "http://192.0.2.1:80"},
                                              {"fcfs", "--connections", "0"},
                                              {"fcfs", "--tempo", "5"}})
    CHECK_FALSE(parse_load_options(bad).wrong.empty());
}
