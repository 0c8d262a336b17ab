#include "cluster/wire/wire.hpp"

#include "tests/cluster/wire/dealt.hpp"

#include <catch2/catch.hpp>

#include <caf/sec.hpp>

using namespace frontrow;
using namespace frontrow::test;

namespace {

std::string text_in(const caf::error& why) {
  return why.context().get_as<std::string>(0);
}

/// An empty list of `count` rows that are said to follow.
std::string list_that_says(std::uint64_t count) {
  byte_writer to;
  to.number(count);
  return to.take();
}

} // namespace

TEST_CASE("what travels arrives as it left") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937_64 chance{seed};
  for_all_that_travels([&]<class T>() {
    for (int i = 0; i < 200; ++i) {
      const auto sent = deal<T>(chance);
      const auto got = from_wire<T>(to_wire(sent));
      REQUIRE(got);
      REQUIRE(to_wire(*got) == to_wire(sent));
    }
  });
}

TEST_CASE("a value has members at the places that its type gives them") {
  reserve_seat sent{schedule_id{500}, {}};
  sent.what.what = operation::reserve;
  sent.what.key = "k";
  sent.what.token = {1, 2};
  sent.what.price = -7;
  const auto got = from_wire<reserve_seat>(to_wire(sent));
  REQUIRE(got);
  CHECK(got->id == schedule_id{500});
  CHECK(got->what.what == operation::reserve);
  CHECK(got->what.key == "k");
  CHECK(got->what.token == token_id{1, 2});
  CHECK(got->what.price == -7);
}

TEST_CASE("a seat list arrives in its pieces") {
  seat_list sent;
  sent.version = 9;
  sent.seats = std::make_shared<std::vector<std::shared_ptr<const std::string>>>(std::vector{
      std::make_shared<const std::string>("a"), std::make_shared<const std::string>("b")});
  const auto got = from_wire<seat_list>(to_wire(sent));
  REQUIRE(got);
  REQUIRE(got->seats);
  REQUIRE(got->seats->size() == 2);
  CHECK(*got->seats->at(0) == "a");
  CHECK(*got->seats->at(1) == "b");
  CHECK(from_wire<seat_list>(to_wire(seat_list{}))->seats == nullptr);
}

TEST_CASE("bytes cut off anywhere are malformed") {
  std::mt19937_64 chance{7};
  for_all_that_travels([&]<class T>() {
    for (int i = 0; i < 20; ++i) {
      const auto whole = to_wire(deal<T>(chance));
      for (std::size_t n = 0; n < whole.size(); ++n)
        REQUIRE_FALSE(from_wire<T>(std::string_view{whole}.substr(0, n)));
    }
  });
}

TEST_CASE("bytes behind the whole are malformed") {
  CHECK_FALSE(from_wire<read_seat>(to_wire(read_seat{}) + '\0'));
  CHECK_FALSE(from_wire<bool>(to_wire(true) + '\0'));
}

TEST_CASE("members that a newer release appended are passed over") {
  auto bytes = to_wire(read_seat{schedule_id{5}, seat_id{6}});
  bytes += "newer";
  bytes[0] = static_cast<char>(bytes[0] + 5);
  const auto got = from_wire<read_seat>(bytes);
  REQUIRE(got);
  CHECK(got->id == schedule_id{5});
  CHECK(got->seat == seat_id{6});
}

TEST_CASE("members that an older release did not have keep their defaults") {
  byte_writer to;
  const auto begin = to.begin_span();
  to.number(3);
  to.end_span(begin);
  const auto got = from_wire<join_answer>(to.bytes());
  REQUIRE(got);
  CHECK(got->no == static_cast<refusal>(3));
  CHECK(got->guard_seconds == -1);
}

TEST_CASE("values that no release of today knows are malformed") {
  auto bytes = to_wire(token_check{refusal::last, 0, 0});
  REQUIRE(from_wire<token_check>(bytes));
  ++bytes[4];
  CHECK_FALSE(from_wire<token_check>(bytes));
  CHECK_FALSE(from_wire<bool>("\x02"));
}

TEST_CASE("numbers too large for their member are malformed") {
  byte_writer to;
  const auto begin = to.begin_span();
  to.number(std::uint64_t{1} << 32);
  to.end_span(begin);
  CHECK_FALSE(from_wire<reset_fcfs>(to.bytes()));
}

TEST_CASE("lengths beyond what is there are refused before anything is made for them") {
  using list = std::vector<concert_row>;
  CHECK_FALSE(from_wire<list>(list_that_says(~std::uint64_t{0})));
  CHECK_FALSE(from_wire<list>(list_that_says(1)));
  CHECK_FALSE(from_wire<seat_list>(std::string("\xff\xff\xff\xff", 4)));
  CHECK(from_wire<list>(list_that_says(0)));
}

TEST_CASE("changed bytes are understood or refused, and never more") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937_64 chance{seed};
  for_all_that_travels([&]<class T>() {
    for (int i = 0; i < 200; ++i) {
      auto bytes = to_wire(deal<T>(chance));
      for (auto changes = 1 + chance() % 4; changes > 0 && !bytes.empty(); --changes)
        bytes[chance() % bytes.size()] = static_cast<char>(chance());
      if (const auto got = from_wire<T>(bytes))
        REQUIRE(from_wire<T>(to_wire(*got)));
    }
  });
}

TEST_CASE("failures travel with category, code and text") {
  const auto plain = from_wire<caf::error>(to_wire(caf::error{store_failure::full}));
  REQUIRE(plain);
  CHECK(*plain == store_failure::full);
  CHECK(plain->context().empty());

  const auto spoken = from_wire<caf::error>(
      to_wire(caf::make_error(caf::sec::runtime_error, std::string{"because"})));
  REQUIRE(spoken);
  CHECK(*spoken == caf::sec::runtime_error);
  CHECK(text_in(*spoken) == "because");

  const auto other = from_wire<caf::error>(
      to_wire(caf::make_error(caf::sec::runtime_error, 7, std::string{"x"})));
  REQUIRE(other);
  CHECK(text_in(*other) == R"((7, "x"))");
}

TEST_CASE("no failure is no failure to tell") {
  CHECK_FALSE(from_wire<caf::error>(to_wire(caf::error{})));
  CHECK_FALSE(from_wire<caf::error>("x"));
}
