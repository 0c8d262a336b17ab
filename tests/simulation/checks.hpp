#pragma once

#include "persistence/store.hpp"
#include "tests/simulation/chronicle.hpp"

namespace frontrow::test {

/// What a checker looks at.
struct whole_story {
  const evidence& told;
  const chronicle& kept;
  store_reader& after; // the store when all is over
};

/// The store is what its commits made it: versions count, nothing is lost or made up.
complaints check_rows(const whole_story&);

/// One live reservation or booking a seat at any instant, legal steps only, holds that end exactly
/// at their deadline.
complaints check_seats(const whole_story&);

/// Ledgers without gaps that sum to their balances; every charge, use, payment and refund once if
/// acknowledged, at most once if unknown, never if refused.
complaints check_money(const whole_story&);

/// First in, first out; never more ACTIVE than fit; what was told of a token was durable.
complaints check_line(const whole_story&);

/// The same key and body hear the same, whatever crashed between; the answer and its effect are
/// durable together before they are heard.
complaints check_answers(const whole_story&);

/// Events without gaps, in order, that tell exactly what the rows tell.
complaints check_events(const whole_story&);

/// Sequences that grow and never repeat, one seat a user, the lowest free seat, guards.
complaints check_gate(const whole_story&);

/// All of them.
complaints check_all(const evidence&, store_reader& after);

} // namespace frontrow::test
