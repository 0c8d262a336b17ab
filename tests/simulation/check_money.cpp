#include "tests/simulation/checks.hpp"

namespace frontrow::test {

namespace {

using kind = ledger_row::kind;

std::string name_of(user_id user) {
  return "money: wallet " + std::to_string(raw(user));
}

points signed_amount(const ledger_row& e) {
  return e.is == kind::charge || e.is == kind::refund ? e.amount : -e.amount;
}

complaints check_ledger(const whole_story& story, user_id user) {
  complaints found;
  const auto entries = story.after.read(list_ledger{user, 0, static_cast<std::uint32_t>(100'000)});
  const auto wallet = story.after.read(load_wallet{user});
  points sum = 0;
  std::uint64_t last = 0;
  for (auto e = entries.rbegin(); e != entries.rend(); ++e) {
    sum += signed_amount(*e);
    if (e->entry != ++last)
      found.push_back(name_of(user) + " has a gap before entry " + std::to_string(e->entry));
    if (e->balance != sum || sum < 0)
      found.push_back(name_of(user) + " is out of balance at entry " + std::to_string(e->entry));
  }
  if (wallet.balance != sum || wallet.version != last)
    found.push_back(name_of(user) + " is not the sum of its ledger");
  return found;
}

/// How often each movement that a deed asked for is in the ledger.
void check_moves(const whole_story& story, const deed& d, complaints& found) {
  const auto is = d.what == wish::charge ? kind::charge : kind::use;
  std::vector<dated<ledger_row>> mine;
  if (const auto it = story.kept.ledgers.find(d.user); it != story.kept.ledgers.end())
    std::copy_if(it->second.begin(), it->second.end(), std::back_inserter(mine),
                 [&](auto& e) { return e.what.is == is && e.what.amount == d.order.amount; });
  const auto name = name_of(d.user) + ": " + (is == kind::charge ? "charge" : "use") + " of "
                    + std::to_string(d.order.amount);
  if (mine.size() > 1)
    found.push_back(name + " happened " + std::to_string(mine.size()) + " times");
  bool is_refused = !d.attempts.empty();
  for (const auto& a : d.attempts) {
    is_refused = is_refused && a.is_answer() && a.came.no != refusal::none;
    if (a.is_answer() && a.came.no == refusal::none && (mine.empty() || mine[0].when > a.heard))
      found.push_back(name + " was acknowledged and is not there");
  }
  if (is_refused && !mine.empty())
    found.push_back(name + " was refused and happened");
}

/// Payments and refunds follow what their reservations went through.
void check_reservation(const whole_story& story, const std::vector<dated<reservation_row>>& steps,
                       complaints& found) {
  const auto& r = steps.back().what;
  int payments = 0;
  int refunds = 0;
  points paid = 0;
  if (const auto it = story.kept.ledgers.find(r.user); it != story.kept.ledgers.end())
    for (const auto& e : it->second)
      if (e.what.reservation == r.id) {
        payments += e.what.is == kind::payment;
        refunds += e.what.is == kind::refund;
        paid -= signed_amount(e.what);
      }
  const bool was_confirmed = std::any_of(steps.begin(), steps.end(), [](const auto& s) {
    return s.what.is == reservation_row::state::confirmed;
  });
  const bool is_refunded = was_confirmed && r.is == reservation_row::state::cancelled;
  const auto due = was_confirmed && !is_refunded ? r.price : 0;
  if (payments != was_confirmed || refunds != is_refunded || paid != due)
    found.push_back(name_of(r.user) + ": reservation " + std::to_string(raw(r.id))
                    + " and its payments disagree");
}

void compare_seen(const whole_story& story, const deed& d, complaints& found) {
  for (const auto& a : d.attempts) {
    if (!a.is_answer() || a.wallet.version == 0)
      continue;
    const auto it = story.kept.wallets.find(d.user);
    const auto is_it = [&](const wallet_row& x) {
      return x == a.wallet;
    };
    if (it == story.kept.wallets.end() || !was_ever(it->second, moment{0}, a.heard, is_it))
      found.push_back(name_of(d.user) + " was shown as it never was");
  }
}

} // namespace

complaints check_money(const whole_story& story) {
  complaints found;
  for (const auto& [user, rows] : story.kept.wallets)
    for (auto& line : check_ledger(story, user))
      found.push_back(std::move(line));
  for (const auto& d : story.told.deeds) {
    if ((d.what == wish::charge || d.what == wish::use) && !d.is_probe)
      check_moves(story, d, found);
    if (d.what == wish::see_wallet)
      compare_seen(story, d, found);
  }
  for (const auto& [id, steps] : story.kept.reservations)
    check_reservation(story, steps, found);
  return found;
}

} // namespace frontrow::test
