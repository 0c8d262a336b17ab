#pragma once

#include "actors/gate/guard_messages.hpp"
#include "actors/store/store_messages.hpp"
#include "config/settings.hpp"

#include <functional>
#include <memory>

namespace frontrow {

/// What every actor of the house needs from outside, in one immutable piece that all share.
/// Everything here may be called from any thread.
struct backstage {
  writer_actor writer;
  archive_actor archive;
  /// Who keeps guards and sequence of the FCFS face; null: the gate itself.
  guard_actor guard;
  wall_clock now;
  /// Never the same twice on one node, and growing.
  std::function<reservation_id()> fresh_reservation;
  /// 128 bits from a cryptographic source.
  std::function<token_id()> fresh_token;
  settings how;
};

using backstage_ptr = std::shared_ptr<const backstage>;

/// How often a decision is made anew when the store says that it was made on old rows.
inline constexpr int conflict_retries_max = 5;

} // namespace frontrow
