#include "actors/base/refusal.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace frontrow;

TEST_CASE("refusal: business refusals are kept, and nothing that a better request could change") {
  using no = refusal;
  const std::set<refusal> kept{
      no::none,
      no::sale_not_open,
      no::sale_closed,
      no::price_changed,
      no::seat_taken,
      no::reservation_expired,
      no::reservation_cancelled,
      no::reservation_confirmed,
      no::insufficient_balance,
      no::balance_limit,
      // Never the answer to a key.
      no::duplicate,
      no::already_reserved,
      no::sold_out,
      no::contention,
  };
  for (int i = 0; i <= static_cast<int>(refusal::last); ++i) {
    CAPTURE(i);
    CHECK(is_kept(refusal(i)) == kept.contains(refusal(i)));
  }
}
