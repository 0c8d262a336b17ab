#include "http/text/ids.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::http;

TEST_CASE("a decimal is digits and nothing else") {
  CHECK(parse_decimal("0") == 0);
  CHECK(parse_decimal("007") == 7);
  CHECK(parse_decimal("18446744073709551615") == 18446744073709551615u);
  CHECK(parse_decimal("9223372036854775807", id_max) == id_max);
  CHECK(parse_decimal("255", 255) == 255);
  for (const auto bad : {"", " 1", "1 ", "+1", "-1", "1.0", "0x1", "1e3", "18446744073709551616",
                         "99999999999999999999999", "１"})
    CHECK_FALSE(parse_decimal(bad));
  CHECK_FALSE(parse_decimal("9223372036854775808", id_max));
  CHECK_FALSE(parse_decimal("256", 255));
  CHECK_FALSE(parse_decimal("9", 5));
}

TEST_CASE("a reservation id is 13 Crockford characters, and comes back") {
  CHECK(print_id(reservation_id{0}) == "0000000000000");
  CHECK(print_id(reservation_id{31}) == "000000000000Z");
  CHECK(print_id(reservation_id{~0ull}) == "FZZZZZZZZZZZZ");
  for (const std::uint64_t id : {0ull, 1ull, 31ull, 32ull, 1234567890123456789ull, ~0ull})
    CHECK(parse_reservation_id(print_id(reservation_id{id})) == reservation_id{id});
}

TEST_CASE("a reservation id is read as Crockford wants it") {
  CHECK(parse_reservation_id("000000000000z") == reservation_id{31});
  CHECK(parse_reservation_id("oOoOoOoOoOoO1") == reservation_id{1});
  CHECK(parse_reservation_id("000000000000i") == reservation_id{1});
  CHECK(parse_reservation_id("000000000000L") == reservation_id{1});
  for (const auto bad : {"", "TSID-12345", "000000000000", "00000000000000", "000000000000U",
                         "000000000000-", "G000000000000", "ZZZZZZZZZZZZZ"})
    CHECK_FALSE(parse_reservation_id(bad));
}

TEST_CASE("ids sort as their texts do") {
  CHECK(print_id(reservation_id{1ull << 40}) < print_id(reservation_id{1ull << 41}));
  CHECK(print_id(reservation_id{9}) < print_id(reservation_id{10}));
}

TEST_CASE("a token is 32 hexadecimal digits, and comes back") {
  const token_id token{0x0123456789abcdef, 0xfedcba9876543210};
  CHECK(print_token(token) == "0123456789abcdeffedcba9876543210");
  CHECK(parse_token("0123456789ABCDEFfedcba9876543210") == token);
  for (const auto bad : {"", "0123456789abcdeffedcba987654321", "0123456789abcdeffedcba98765432100",
                         "0123456789abcdeffedcba987654321g", "00000000000000000000000000000000"})
    CHECK_FALSE(parse_token(bad));
}
