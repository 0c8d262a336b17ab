#include "actors/gate/guard_book.hpp"

#include "tests/actors/samples.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace std::chrono_literals;

namespace {

constexpr auto ttl = 900s;

booking_row booking_of(const char* user, const char* address, instant guard_until) {
  booking_row b;
  b.schedule = evening;
  b.seat = seat_id{4};
  b.sequence = 17;
  b.user = user;
  b.address = address;
  b.guard_until = guard_until;
  return b;
}

refusal enter(guard_book& book, const char* user, const char* address, instant now) {
  return book.enter(user, address, now).no;
}

} // namespace

TEST_CASE("guard: a repeat by user or by address is a duplicate until the guard ends") {
  guard_book book{{ttl, true}};
  CHECK(enter(book, "ann", "1.1.1.1", noon) == refusal::none);
  CHECK(enter(book, "ann", "2.2.2.2", noon) == refusal::duplicate);
  CHECK(enter(book, "bob", "1.1.1.1", noon + ttl - 1ms) == refusal::duplicate);
  CHECK(book.enter("ann", "3.3.3.3", noon + 1s).guard_until == noon + ttl);
  CHECK(enter(book, "bob", "2.2.2.2", noon) == refusal::none);
}

TEST_CASE("guard: by address it can be turned off") {
  guard_book book{{ttl, false}};
  CHECK(enter(book, "ann", "1.1.1.1", noon) == refusal::none);
  CHECK(enter(book, "bob", "1.1.1.1", noon) == refusal::none);
  CHECK(enter(book, "ann", "2.2.2.2", noon) == refusal::duplicate);
}

TEST_CASE("guard: it is released when the attempt fails") {
  guard_book book{{ttl, true}};
  CHECK(enter(book, "ann", "1.1.1.1", noon) == refusal::none);
  book.release("ann", "1.1.1.1");
  CHECK(enter(book, "bob", "1.1.1.1", noon) == refusal::none);
  book.release("bob", "1.1.1.1");
  CHECK(enter(book, "ann", "1.1.1.1", noon) == refusal::none);
}

TEST_CASE("guard: after success it lives on, and when it ends the success record is left") {
  guard_book book{{ttl, true}};
  CHECK(enter(book, "ann", "1.1.1.1", noon) == refusal::none);
  book.succeed(booking_of("ann", "1.1.1.1", book.guard_end(noon)));
  CHECK(enter(book, "ann", "9.9.9.9", noon + ttl - 1ms) == refusal::duplicate);
  book.tidy(noon + ttl);
  const auto view = book.enter("ann", "1.1.1.1", noon + ttl);
  CHECK(view.no == refusal::already_reserved);
  CHECK(view.seat == seat_id{4});
  CHECK(view.sequence == 17);
  CHECK(enter(book, "bob", "1.1.1.1", noon + ttl) == refusal::none);
}

TEST_CASE("guard: a life of 0 is for ever") {
  guard_book book{{0s, true}};
  CHECK(book.guard_end(noon) == instant::max());
  CHECK(enter(book, "ann", "1.1.1.1", noon) == refusal::none);
  book.succeed(booking_of("ann", "1.1.1.1", book.guard_end(noon)));
  book.tidy(noon + 10'000h);
  CHECK(enter(book, "ann", "2.2.2.2", noon + 10'000h) == refusal::duplicate);
  CHECK(enter(book, "bob", "1.1.1.1", noon + 10'000h) == refusal::duplicate);
}

TEST_CASE("guard: bookings restore guards and success records") {
  guard_book book{{ttl, true}};
  book.restore(booking_of("ann", "1.1.1.1", noon + 1min), noon);
  book.restore(booking_of("bob", "2.2.2.2", noon), noon);
  book.restore(booking_of("eve", "3.3.3.3", instant::max()), noon);
  CHECK(enter(book, "ann", "9.9.9.9", noon) == refusal::duplicate);
  CHECK(enter(book, "zoe", "1.1.1.1", noon) == refusal::duplicate);
  CHECK(enter(book, "bob", "9.9.9.9", noon) == refusal::already_reserved);
  CHECK(enter(book, "zoe", "2.2.2.2", noon) == refusal::none);
  CHECK(enter(book, "ann", "9.9.9.9", noon + 1min) == refusal::already_reserved);
  CHECK(enter(book, "eve", "9.9.9.9", noon + 1'000h) == refusal::duplicate);
}

TEST_CASE("guard: behind somebody else's gateway there is none, but one attempt at a time") {
  guard_book book{{ttl, true}};
  CHECK(book.enter_behind_gateway("ann").no == refusal::none);
  CHECK(book.enter_behind_gateway("ann").no == refusal::contention);
  CHECK(book.enter_behind_gateway("bob").no == refusal::none);
  book.release("ann", "");
  CHECK(book.enter_behind_gateway("ann").no == refusal::none);
  book.succeed(booking_of("ann", "", instant{}));
  const auto view = book.enter_behind_gateway("ann");
  CHECK(view.no == refusal::already_reserved);
  CHECK(view.seat == seat_id{4});
  CHECK(view.sequence == 17);
  CHECK(enter(book, "ann", "1.1.1.1", noon) == refusal::already_reserved);
}

TEST_CASE("guard: one user is never let in by both ports at once") {
  guard_book book{{ttl, true}};
  SECTION("the app port first") {
    CHECK(book.enter_behind_gateway("ann").no == refusal::none);
    CHECK(enter(book, "ann", "1.1.1.1", noon) == refusal::contention);
    CHECK(enter(book, "bob", "1.1.1.1", noon) == refusal::none);
  }
  SECTION("the gateway first") {
    CHECK(enter(book, "ann", "1.1.1.1", noon) == refusal::none);
    CHECK(book.enter_behind_gateway("ann").no == refusal::contention);
  }
}

TEST_CASE("guard: one that ends while its attempt is on its way does not let a second in") {
  guard_book book{{1s, true}};
  CHECK(enter(book, "ann", "1.1.1.1", noon) == refusal::none);
  CHECK(enter(book, "ann", "2.2.2.2", noon + 2s) == refusal::contention);
  CHECK(book.enter_behind_gateway("ann").no == refusal::contention);
  book.release("ann", "1.1.1.1");
  CHECK(enter(book, "ann", "2.2.2.2", noon + 2s) == refusal::none);
}
