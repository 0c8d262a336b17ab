#pragma once

#include "actors/queue/signed_place.hpp"
#include "actors/store/rows.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>

/// The port between waiting rooms and a keeper of their lines that may lose everything at any time,
/// as Redis may. Where there is none, the writer keeps lines with all the rest.
namespace frontrow {

/// Loads a line and takes it over: rounds of owners with lower numbers are refused from now on.
struct take_line {
  schedule_id id{};
  std::uint64_t owner = 0; // the least number to be given, below 2^53: milliseconds grow well
};
struct kept_line {
  std::uint64_t owner = 0; // whoever asked, from now on
  /// False: there was nothing, or not all that once was.
  bool is_whole = false;
  std::uint64_t round = 0; // the last that was saved
  place_number next{1};
  std::vector<place_range> lost{};
  std::vector<token_row> tokens{}; // by place
};

/// One step of a line, all or nothing. An owner numbers its rounds 1, 2, 3, …; saving one twice
/// is saving it once, so a round whose fate is unknown is sent again as it was.
struct line_round {
  schedule_id id{};
  std::uint64_t owner = 0;
  std::uint64_t number = 0;
  bool begins = false;  // instead of all that is there, rather than upon it
  bool is_whole = true; // false: more rounds belong to it before the line is whole again
  place_number next{1};
  std::vector<place_range> lost;
  std::vector<token_row> rows;
};

enum class round_result : std::uint8_t {
  committed = 1,
  forgotten, // nothing done: what the round builds on is not there
  taken,     // nothing done: the line has a later owner
};

/// Answers rounds in the order of arrival within one sender. An error (store_failure) leaves the
/// fate of a round unknown.
using line_keeper = caf::typed_actor<caf::replies_to<take_line>::with<kept_line>,
                                     caf::replies_to<line_round>::with<round_result>>;

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::take_line)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::kept_line)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::line_round)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::round_result)
