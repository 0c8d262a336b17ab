#pragma once

#include "actors/store/line_messages.hpp"

#include <deque>
#include <functional>
#include <optional>

namespace frontrow {

/// Rows that are saved together, and what is to be done then.
struct line_change {
  std::vector<token_row> rows;
  std::function<void()> then; // may be empty
};

/// How far a keeper of lines has followed a waiting room.
struct line_mirror {
  std::uint64_t owner = 0;
  std::uint64_t round = 0;                 // the last that was made
  std::deque<line_change> changes;         // in none yet
  std::optional<line_round> sent;          // until its fate is known
  std::deque<line_round> rest;             // of writing everything back, after `sent`
  std::vector<std::function<void()>> done; // what is to be done when both are saved
  bool is_asking = false;
  bool is_away = false;
  bool must_write_back = false; // the keeper has less than the room knows
  bool is_restoring = false;    // what is written back was lost there
  std::uint64_t returned = 0;   // people who came back, not told of yet
  /// No place above is handed out before the store has a higher one.
  place_number ceiling{};
  bool is_raising = false;
};

} // namespace frontrow
