#pragma once

#include "actors/store/store_messages.hpp"

#include <caf/all.hpp>

#include <map>
#include <memory>

namespace frontrow::test {

/// A keeper of lines in memory that does what the test tells it: keeps, forgets, or does not
/// answer.
struct forgetful_lines {
  enum class mood : std::uint8_t {
    well,
    away,    // does nothing and says nothing
    is_mute, // does it, and nobody hears of it
  };

  struct kept {
    kept_line facts;
    std::map<place_number, token_row> rows;
  };

  round_result save(const line_round& r) {
    auto it = lines.find(r.id);
    if (it != lines.end() && it->second.facts.owner > r.owner)
      return round_result::taken;
    const bool is_mine = it != lines.end() && it->second.facts.owner == r.owner;
    if (is_mine && it->second.facts.round >= r.number)
      return round_result::committed;
    if (r.begins)
      lines.erase(r.id);
    else if (!is_mine || it->second.facts.round != r.number - 1)
      return round_result::forgotten;
    auto& line = lines[r.id];
    line.facts = {r.owner, r.is_whole, r.number, r.next, r.lost, {}};
    for (const auto& t : r.rows)
      if (t.is == token_row::state::gone)
        line.rows.erase(t.place);
      else
        line.rows[t.place] = t;
    ++rounds;
    return round_result::committed;
  }

  kept_line take(const take_line& what) {
    auto it = lines.find(what.id);
    if (it == lines.end())
      return {.owner = what.owner};
    auto& facts = it->second.facts;
    facts.owner = std::max(what.owner, facts.owner + 1);
    auto all = facts;
    for (const auto& [place, t] : it->second.rows)
      all.tokens.push_back(t);
    return all;
  }

  std::map<schedule_id, kept> lines;
  mood is = mood::well;
  std::uint64_t rounds = 0; // saved
  std::uint64_t asked = 0;
  std::size_t largest = 0;
};

inline line_keeper::behavior_type keep_forgetful_lines(line_keeper::pointer,
                                                       std::shared_ptr<forgetful_lines> on) {
  using mood = forgetful_lines::mood;
  return {
      [=](const take_line& what) -> caf::result<kept_line> {
        if (on->is != mood::well)
          return caf::error{store_failure::unavailable};
        return on->take(what);
      },
      [=](const line_round& what) -> caf::result<round_result> {
        ++on->asked;
        on->largest = std::max(on->largest, what.rows.size());
        if (on->is == mood::away)
          return caf::error{store_failure::unavailable};
        const auto result = on->save(what);
        if (on->is == mood::is_mute)
          return caf::error{store_failure::unavailable};
        return result;
      },
  };
}

} // namespace frontrow::test
