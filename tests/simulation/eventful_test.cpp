#include "tests/simulation/history.hpp"

#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;

namespace {

constexpr std::uint64_t histories = 200;

/// What happened in some histories: a word for each kind of thing, and how often.
using happenings = std::map<std::string, std::size_t>;

void count_answer(const deed& d, const attempt& a, happenings& seen) {
  if (!a.is_heard)
    ++seen["unheard"];
  else if (a.is_failure)
    ++seen["failed"];
  else if (d.what <= wish::use)
    ++seen["command " + std::to_string(int(d.what)) + " heard " + std::to_string(int(a.came.no))];
  else if (d.what == wish::join)
    ++seen["join heard " + std::to_string(int(a.joined.no))];
  else if (d.what == wish::enter && a.ticket.no == refusal::none)
    ++seen[a.ticket.is_active ? "ACTIVE" : "waiting"];
  if (a.came.replayed)
    ++seen["replayed"];
}

happenings watch_histories() {
  happenings seen;
  for (std::uint64_t seed = 1; seed <= histories; ++seed) {
    history h{seed};
    CHECK(h.play().empty());
    for (const auto& d : h.record().deeds)
      for (const auto& a : d.attempts)
        count_answer(d, a, seen);
    for (const auto& set : h.record().journal)
      for (const auto& e : set.what.events)
        ++seen["event " + std::to_string(int(e.is))];
    seen["lives"] += h.record().life;
  }
  return seen;
}

std::string heard(const char* what, refusal no) {
  return what + std::to_string(static_cast<int>(no));
}

} // namespace

TEST_CASE("histories are eventful") {
  auto seen = watch_histories();
  for (const auto* what : {"unheard", "failed", "replayed", "ACTIVE", "waiting"})
    CHECK(seen[what] > 10);
  CHECK(seen["lives"] > 2 * histories);
  for (int kind = 1; kind <= static_cast<int>(event::kind::seat_booked); ++kind)
    CHECK(seen["event " + std::to_string(kind)] > 5);
  for (const auto no :
       {refusal::none, refusal::duplicate, refusal::already_reserved, refusal::sold_out})
    CHECK(seen[heard("join heard ", no)] > 5);
  for (const auto no :
       {refusal::none, refusal::seat_taken, refusal::price_changed, refusal::token_waiting,
        refusal::token_expired, refusal::idempotency_mismatch, refusal::idempotency_in_progress})
    CHECK(seen[heard("command 0 heard ", no)] > 0);
  for (const auto no : {refusal::none, refusal::reservation_expired, refusal::insufficient_balance,
                        refusal::reservation_cancelled, refusal::reservation_confirmed})
    CHECK(seen[heard("command 1 heard ", no)] > 0);
}

TEST_CASE("the same seed tells the same story") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    history first{seed};
    history second{seed};
    CHECK(first.play() == second.play());
    REQUIRE(first.record().journal.size() == second.record().journal.size());
    for (std::size_t i = 0; i < first.record().journal.size(); ++i) {
      const auto& one = first.record().journal[i];
      const auto& other = second.record().journal[i];
      CHECK((one.when == other.when && one.at == other.at && one.what.events == other.what.events));
    }
  }
}
