#include "http/entrance/rate_limiter.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::http::entrance;
using namespace std::chrono_literals;

namespace {

constexpr rate_limiter::time start{1'000h};

/// How many of so many asks at once are let in.
int let_in(rate_limiter& by, std::uint64_t who, rate_limiter::time when, int asks = 100) {
  int count = 0;
  for (int i = 0; i < asks; ++i)
    count += by.ask(who, when).is_let_in ? 1 : 0;
  return count;
}

} // namespace

TEST_CASE("a bucket holds the quota and fills evenly within the window") {
  rate_limiter limiter{*config::parse_rate("10/s"), 1};
  CHECK(let_in(limiter, 7, start) == 10);
  CHECK(let_in(limiter, 7, start + 99ms) == 0);
  CHECK(let_in(limiter, 7, start + 100ms) == 1);
  CHECK(let_in(limiter, 7, start + 450ms) == 3);
  CHECK(let_in(limiter, 7, start + 1h) == 10);
}

TEST_CASE("one bucket is not another's") {
  rate_limiter limiter{*config::parse_rate("2/m"), 1};
  CHECK(let_in(limiter, 1, start) == 2);
  CHECK(let_in(limiter, 2, start) == 2);
  CHECK(let_in(limiter, 1, start + 29s) == 0);
  CHECK(let_in(limiter, 1, start + 30s) == 1);
}

TEST_CASE("a ruling says what is left and when to come back") {
  rate_limiter limiter{*config::parse_rate("3/m"), 1};
  auto ruling = limiter.ask(1, start);
  CHECK(ruling.is_let_in);
  CHECK(ruling.left == 2);
  CHECK(ruling.full_in == 20);
  limiter.ask(1, start);
  ruling = limiter.ask(1, start);
  CHECK(ruling.is_let_in);
  CHECK(ruling.left == 0);
  CHECK(ruling.full_in == 60);
  ruling = limiter.ask(1, start + 500ms);
  CHECK_FALSE(ruling.is_let_in);
  CHECK(ruling.left == 0);
  CHECK(ruling.next_in == 20);
  // Whoever is turned away pays nothing, and whoever comes back as told is let in.
  CHECK(limiter.ask(1, start + 500ms + 20s).is_let_in);
}

TEST_CASE("quotas that do not divide their window give no more than the quota") {
  for (const auto* text : {"7/s", "999999/s", "1000000/s", "1/h"}) {
    rate_limiter limiter{*config::parse_rate(text), 1};
    const auto quota = static_cast<int>(limiter.limit().quota);
    CHECK(let_in(limiter, 1, start, quota + 10) == quota);
  }
}

TEST_CASE("a time that comes out of order gives nothing away") {
  rate_limiter limiter{*config::parse_rate("2/s"), 1};
  CHECK(let_in(limiter, 1, start + 10ms) == 2);
  CHECK(let_in(limiter, 1, start) == 0);
}

TEST_CASE("millions of askers take no more room, and none is refused for another") {
  rate_limiter limiter{*config::parse_rate("1/h"), 1};
  const auto ask = [&](std::uint64_t who, std::uint64_t order) {
    return limiter.ask(who, start + std::chrono::nanoseconds{order}).is_let_in;
  };
  int refused = 0;
  for (std::uint64_t who = 1; who <= 2'000'000; ++who)
    refused += ask(who, who) ? 0 : 1;
  CHECK(refused == 0);
  // The last ones are still known.
  int known = 0;
  for (std::uint64_t who = 1'990'001; who <= 2'000'000; ++who)
    known += ask(who, 3'000'000) ? 0 : 1;
  CHECK(known == 10'000);
}

TEST_CASE("addresses count alone, or by their /64") {
  const auto mark = mark_of_address;
  CHECK(mark("192.0.2.1") != mark("192.0.2.2"));
  CHECK(mark("192.0.2.1") == mark("::ffff:192.0.2.1"));
  CHECK(mark("2001:db8:1:2::3") == mark("2001:db8:1:2:ffff::1"));
  CHECK(mark("2001:db8:1:2::3") != mark("2001:db8:1:3::3"));
  CHECK(mark("32.1.13.184") != mark("2001:db8::1"));
  CHECK(mark("nonsense") == 0);
  CHECK(mark(std::string(200, '1')) == 0);
}

TEST_CASE("rates are written as people write them") {
  CHECK(config::parse_rate("300/m")->quota == 300);
  CHECK(config::parse_rate("300/m")->window == 60s);
  CHECK(config::parse_rate("1000000/h")->window == 1h);
  for (const auto* bad : {"", "20", "20/", "/s", "0/s", "-1/s", "1.5/s", "20/ms", "20/d", "20 /s",
                          "20/s ", "1000001/s", "20/s/s"}) {
    INFO(bad);
    CHECK_FALSE(config::parse_rate(bad));
  }
}
