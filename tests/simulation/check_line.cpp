#include "tests/simulation/checks.hpp"

namespace frontrow::test {

namespace {

using state = token_row::state;

std::string name_of(const token_row& t) {
  return "line: place " + std::to_string(raw(t.place)) + " of user " + std::to_string(raw(t.user));
}

bool is_standing(const token_row& t) {
  return t.is == state::waiting || t.is == state::active;
}

/// Everything that happened to one token, whatever place it had.
std::vector<dated<token_row>> life_of(const whole_story& story, token_id token) {
  std::vector<dated<token_row>> life;
  for (const auto& [place, rows] : story.kept.tokens)
    for (const auto& d : rows)
      if (d.what.token == token)
        life.push_back(d);
  std::stable_sort(life.begin(), life.end(),
                   [](const auto& a, const auto& b) { return a.when < b.when; });
  return life;
}

/// The line as it stood durably, set by set.
struct line_of_record {
  std::uint32_t active_max;
  std::map<place_number, token_row> standing;
  complaints found;

  void take(const committed_set& set) {
    // A set may take a token through several versions; what it was in between, nobody ever saw.
    std::map<place_number, token_row> rows;
    std::map<place_number, std::uint64_t> first_versions;
    for (const auto& r : set.what.rows)
      if (const auto* t = std::get_if<token_row>(&r)) {
        rows[t->place] = *t;
        first_versions.try_emplace(t->place, t->version);
      }
    for (const auto& [place, t] : rows)
      if (!is_standing(t))
        standing.erase(place);
    for (const auto& [place, t] : rows)
      if (is_standing(t))
        stand(t, first_versions[place]);
    const auto active = std::count_if(standing.begin(), standing.end(),
                                      [](const auto& s) { return s.second.is == state::active; });
    if (!rows.empty() && active > active_max)
      found.push_back(name_of(rows.rbegin()->second) + " makes " + std::to_string(active)
                      + " ACTIVE of " + std::to_string(active_max));
  }

  void stand(const token_row& t, std::uint64_t first_version) {
    const auto it = standing.find(t.place);
    const bool is_new = it == standing.end();
    if (is_new && first_version != 1)
      found.push_back(name_of(t) + " came back");
    if (is_new && !standing.empty() && standing.rbegin()->first > t.place)
      found.push_back(name_of(t) + " pushed in");
    const bool is_admitted = t.is == state::active && (is_new || it->second.is == state::waiting);
    if (is_admitted)
      for (const auto& [place, other] : standing)
        if (place < t.place && other.is == state::waiting)
          found.push_back(name_of(t) + " was admitted before " + name_of(other));
    if (!is_new && it->second.token != t.token)
      found.push_back(name_of(t) + " took another's place");
    standing[t.place] = t;
  }
};

bool tried_to_leave(const whole_story& story, token_id token) {
  return std::any_of(story.told.deeds.begin(), story.told.deeds.end(),
                     [&](const deed& d) { return d.what == wish::leave && d.token == token; });
}

/// What was said of a token was durable by then.
void check_standing(const std::vector<dated<token_row>>& life, const deed& d, const attempt& a,
                    complaints& found) {
  const bool is_active = a.ticket.is_active;
  const bool was_so = was_ever(life, a.sent, a.heard, [&](const token_row& t) {
    return t.is == state::active || (!is_active && t.is == state::waiting);
  });
  if (!was_so)
    found.push_back("line: user " + std::to_string(raw(d.user)) + " was told of a token that "
                    + (is_active ? "was not ACTIVE" : "did not stand in line"));
}

/// A token that somebody was told of is never forgotten, unless he gave it up.
void check_told(const whole_story& story, const deed& d, complaints& found) {
  const auto& how = story.told.how.queue;
  for (const auto& a : d.attempts) {
    if (!a.is_answer() || d.what == wish::leave)
      continue;
    const auto life = life_of(story, d.what == wish::enter ? a.ticket.token : d.token);
    if (a.ticket.no == refusal::none)
      check_standing(life, d, a, found);
    else if (d.what == wish::enter && a.ticket.no != refusal::token_expired)
      found.push_back("line: user " + std::to_string(raw(d.user)) + " was turned away");
    else if (a.ticket.no == refusal::token_unknown && !tried_to_leave(story, d.token)
             && was_ever(life, a.heard, a.heard, [&](const token_row& t) {
                  return is_standing(t) && a.heard_at < t.issued_at + how.token_life;
                }))
      found.push_back("line: user " + std::to_string(raw(d.user)) + " lost a token");
  }
}

} // namespace

complaints check_line(const whole_story& story) {
  complaints found;
  for (const auto& s : story.told.schedules) {
    if (s.concurrent_user_max == 0)
      continue;
    line_of_record line{s.concurrent_user_max, {}, {}};
    for (const auto& set : story.told.journal)
      line.take(set);
    found.insert(found.end(), line.found.begin(), line.found.end());
  }
  for (const auto& d : story.told.deeds)
    if (d.what == wish::enter || d.what == wish::ask || d.what == wish::leave)
      check_told(story, d, found);
  return found;
}

} // namespace frontrow::test
