#pragma once

#include "actors/gate/guard_messages.hpp"
#include "actors/placement/shard.hpp"
#include "actors/store/line_messages.hpp"
#include "actors/store/store_messages.hpp"
#include "config/settings.hpp"

#include <functional>
#include <memory>

namespace frontrow {

/// Something about a waiting room's line that an operator should know.
struct line_news {
  enum class kind : std::uint8_t {
    away,      // its keeper does not answer; `count` people wait
    back,      // it does again
    lost,      // keeper and memory have lost it; `count` tokens are left
    forgotten, // its keeper has lost it: `count` tokens are written back
    restored,  // they are there
    returned,  // `count` people came back to their places by their tokens alone
  };
  kind what{};
  schedule_id id{};
  std::uint64_t count = 0;
};

/// What every actor of the house needs from outside, in one immutable piece that all share.
/// Everything here may be called from any thread.
struct backstage {
  writer_actor writer;
  archive_actor archive;
  /// Who keeps guards and sequence of the FCFS face; null: the gate itself.
  guard_actor guard;
  line_keeper lines; // null: the writer keeps the waiting rooms' lines
  /// Whether who lives in this shard lives on this node.
  std::function<bool(shard_id)> is_home = [](shard_id) {
    return true;
  };
  std::function<void(const line_news&)> on_line = [](const line_news&) {
  };
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
