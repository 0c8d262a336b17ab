#include "bench/load/sale_check.hpp"

#include <catch2/catch.hpp>

using namespace frontrow::load;

TEST_CASE("a seat sold to two users is a broken promise, an answer heard twice is not") {
  sale_check check;
  check.sold(1, 10);
  check.sold(1, 10);
  CHECK(check.complaints().empty());
  check.sold(1, 11);
  CHECK(check.complaints().size() == 1);
}

TEST_CASE("a seat may be sold again after its return") {
  sale_check check;
  check.sold(1, 10);
  check.returned(1, 11);
  check.returned(1, 10);
  check.sold(1, 11);
  CHECK(check.complaints().empty());
  CHECK(check.sales() == 1);
}

TEST_CASE("what was acknowledged must be taken, and no more than could be") {
  sale_check lost;
  lost.sold(1, 10);
  lost.compare({2}, -1);
  CHECK(lost.complaints().size() == 1);

  sale_check more;
  more.sold(1, 10);
  more.compare({1, 2}, 1);
  CHECK(more.complaints().empty());
  more.compare({1, 2, 3}, 1);
  CHECK(more.complaints().size() == 1);

  sale_check unknown;
  unknown.sold(1, 10);
  unknown.unknown();
  unknown.compare({1, 2}, 0);
  CHECK(unknown.complaints().empty());
  CHECK(unknown.unknowns() == 1);
}

TEST_CASE("a flood of complaints is cut and counted") {
  sale_check check;
  for (int i = 0; i < 25; ++i)
    check.complain("x");
  CHECK(check.complaints().size() == 21);
  CHECK(check.complaints().back() == "and 5 more");
}
