#include "bench/load/arrivals.hpp"
#include "bench/load/histogram.hpp"
#include "bench/load/request_text.hpp"
#include "bench/load/seat_map.hpp"
#include "bench/load/tally.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace frontrow::load;

TEST_CASE("quantiles are exact to one part in 64 at every size") {
  histogram all;
  CHECK(all.quantile(0.99) == 0);
  for (std::uint64_t value = 1; value <= 100'000; ++value)
    all.add(value);
  CHECK(all.count() == 100'000);
  CHECK(all.max() == 100'000);
  for (const double share : {0.001, 0.5, 0.9, 0.99, 0.999}) {
    const auto exact = share * 100'000;
    const auto told = static_cast<double>(all.quantile(share));
    CAPTURE(share, told);
    CHECK(told >= exact);
    CHECK(told <= exact * (1 + 1.0 / 64) + 1);
  }
  CHECK(all.quantile(1) == 100'000);
}

TEST_CASE("a histogram takes any value, and one into the other") {
  histogram one;
  one.add(0);
  one.add(~std::uint64_t{0});
  CHECK(one.quantile(0.5) == 0);
  CHECK(one.quantile(1) == ~std::uint64_t{0});
  histogram other;
  other.add(63);
  other.merge(one);
  CHECK(other.count() == 3);
  CHECK(other.quantile(0.5) == 63);
  CHECK(other.max() == ~std::uint64_t{0});
}

TEST_CASE("arrivals keep their rate, evenly or by chance, and a seed repeats them") {
  arrivals even{1'000, false, 1};
  even.advance();
  CHECK(even.next() == std::chrono::milliseconds{1});

  arrivals chance{1'000, true, 7};
  arrivals same{1'000, true, 7};
  std::set<nanoseconds> gaps;
  for (int i = 0; i < 100'000; ++i) {
    const auto before = chance.next();
    chance.advance();
    same.advance();
    gaps.insert(chance.next() - before);
  }
  CHECK(chance.next() == same.next());
  CHECK(gaps.size() > 1'000);
  const auto seconds = std::chrono::duration<double>(chance.next()).count();
  CHECK(seconds == Approx(100).epsilon(0.02));
}

TEST_CASE("refusals are counted by the code of either face") {
  CHECK(reason_of(409, R"({"success":false,"reason":"sold_out","message":"x"})") == "sold_out");
  CHECK(reason_of(409, R"({"title":"x","code" : "seat_taken"})") == "seat_taken");
  CHECK(reason_of(502, "<html>") == "http_502");
  CHECK(reason_of(400, R"({"reason":5})") == "http_400");
}

TEST_CASE("a free seat is found wherever the search begins, and none where there is none") {
  const std::string map = R"({"seats":[{"seatId":1,"price":10,"status":"SOLD"},)"
                          R"({"seatId":2,"price":20,"status":"AVAILABLE"},)"
                          R"({"seatId":3,"price":30,"status":"HELD"}]})";
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    std::mt19937_64 chance{seed};
    const auto seat = pick_free_seat(map, chance);
    REQUIRE(seat);
    CHECK(seat->seat == 2);
    CHECK(seat->price == 20);
  }
  std::mt19937_64 chance{1};
  CHECK_FALSE(pick_free_seat(R"({"seats":[{"seatId":1,"status":"SOLD"}]})", chance));
  CHECK_FALSE(pick_free_seat("", chance));
}

TEST_CASE("requests are complete, and cookies are read") {
  CHECK(request_text("GET", "/x", "h:1") == "GET /x HTTP/1.1\r\nHost: h:1\r\n\r\n");
  CHECK(request_text("POST", "/x", "h", header_line("A", "b"), "{}")
        == "POST /x HTTP/1.1\r\nHost: h\r\nA: b\r\nContent-Type: application/json\r\n"
           "Content-Length: 2\r\n\r\n{}");
  CHECK(cookie_value("tokenId=abc; HttpOnly; Path=/", "tokenId") == "abc");
  CHECK(cookie_value("tokenId2=abc", "tokenId").empty());
}
