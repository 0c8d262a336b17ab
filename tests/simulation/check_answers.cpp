#include "tests/simulation/checks.hpp"

namespace frontrow::test {

namespace {

std::string name_of(const deed& d) {
  return "answers: " + d.order.key + " of user " + std::to_string(raw(d.user));
}

bool is_final(const attempt& a) {
  return a.is_answer() && (a.came.no == refusal::none || is_kept(a.came.no));
}

outcome plain(outcome o) {
  o.replayed = false;
  o.is_key_known = false;
  return o;
}

const std::vector<dated<answer_row>>* rows_of(const whole_story& story, const deed& d) {
  const auto it = story.kept.answers.find({d.user, d.order.what, d.order.key});
  return it == story.kept.answers.end() ? nullptr : &it->second;
}

/// Every final answer is the kept one, and nothing else is heard once one was given.
void check_sameness(const whole_story& story, const deed& d, complaints& found) {
  const auto* rows = rows_of(story, d);
  if (rows != nullptr && rows->size() > 1)
    found.push_back(name_of(d) + " is kept twice");
  moment given{~0ull};
  for (const auto& a : d.attempts)
    if (is_final(a))
      given = std::min(given, a.heard);
  for (const auto& a : d.attempts) {
    if (!a.is_answer())
      continue;
    if (!is_final(a)) {
      if (a.sent > given && a.came.no != refusal::idempotency_in_progress)
        found.push_back(name_of(d) + " heard " + std::to_string(int(a.came.no))
                        + " after its answer was given");
      continue;
    }
    if (rows == nullptr || rows->front().when > a.heard)
      found.push_back(name_of(d) + " heard an answer that was not durable");
    else if (plain(rows->front().what.answer) != plain(a.came))
      found.push_back(name_of(d) + " heard another answer than the kept one");
  }
}

void check_probe(const deed& d, complaints& found) {
  for (const auto& a : d.attempts)
    if (a.is_answer() && a.came.no != refusal::idempotency_mismatch
        && a.came.no != refusal::idempotency_in_progress)
      found.push_back(name_of(d) + " did another body's work under a known key");
}

/// The effect that a granted answer tells of is in the same write set.
bool has_effect(const committed_set& set, const answer_row& kept) {
  bool has_reservation = false;
  bool has_entry = false;
  for (const auto& r : set.what.rows) {
    if (const auto* x = std::get_if<reservation_row>(&r))
      has_reservation |= *x == kept.answer.reservation;
    if (const auto* e = std::get_if<ledger_row>(&r))
      has_entry |= e->user == kept.user && e->entry == kept.answer.wallet_version
                   && e->balance == kept.answer.balance;
  }
  switch (kept.what) {
  case operation::reserve:
    return has_reservation;
  case operation::confirm:
    return has_reservation && has_entry;
  case operation::cancel:
    return has_reservation && has_entry == (kept.answer.reservation.paid_at != instant{});
  case operation::charge:
  case operation::use:
    break;
  }
  return has_entry;
}

/// Every change of a reservation came with the answer of a command, or because time was up.
void check_effects(const whole_story& story, complaints& found) {
  for (const auto& set : story.told.journal) {
    const answer_row* kept = nullptr;
    bool has_change = false;
    for (const auto& r : set.what.rows) {
      if (const auto* a = std::get_if<answer_row>(&r))
        kept = a;
      if (const auto* x = std::get_if<reservation_row>(&r))
        has_change |= x->is != reservation_row::state::expired;
    }
    if (has_change && kept == nullptr)
      found.push_back("answers: a reservation changed without an answer");
    if (kept == nullptr)
      continue;
    if (kept->answer.no == refusal::none && !has_effect(set, *kept))
      found.push_back("answers: " + kept->key + " is granted without its effect");
    if (kept->answer.no != refusal::none && set.what.rows.size() > 1)
      found.push_back("answers: " + kept->key + " is refused and has an effect");
  }
}

} // namespace

complaints check_answers(const whole_story& story) {
  complaints found;
  for (const auto& d : story.told.deeds) {
    for (const auto& a : d.attempts)
      if (!a.breakage.empty())
        found.push_back("answers: " + a.breakage);
    if (d.order.key.empty())
      continue;
    if (d.is_probe)
      check_probe(d, found);
    else
      check_sameness(story, d, found);
  }
  check_effects(story, found);
  return found;
}

} // namespace frontrow::test
