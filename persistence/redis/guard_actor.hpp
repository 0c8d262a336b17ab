#pragma once

#include "actors/gate/guard_messages.hpp"
#include "persistence/redis/script.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <deque>
#include <memory>

namespace frontrow::redis {

struct guard_limits {
  std::size_t batch_max = 1'024;    // wishes in one round trip
  std::size_t waiting_max = 16'384; // attempts waiting; more are refused as `overloaded`
  std::size_t owed_max = 16'384;    // what Redis shall hear when it is back; more is forgotten
};

struct guard_tools {
  redis_settings how;
  figures* seen = nullptr; // outlives the actor
  guard_limits limits{};
};

/// The actor to itself: ask what has gathered.
struct flush_guards {};
/// The actor to itself: see whether Redis is there.
struct probe_redis {};
/// Answered when all that was told before has been done, or is owed.
struct settle_guards {};

using guard_shell = guard_actor::extend<caf::reacts_to<flush_guards>, caf::reacts_to<probe_redis>,
                                        caf::replies_to<settle_guards>::with<bool>>;

enum class guard_verb : std::uint8_t { take, look, keep, release };

struct guard_wish {
  guard_verb what = guard_verb::look;
  guard_owner who;
  milliseconds life{};
  std::uint64_t floor = 0;
  bool was_sent = false;
  caf::typed_response_promise<guard_view> reply; // of take and look
};

struct guard_state {
  guard_state() = default;
  /// Whoever is still waiting hears that nobody was let in.
  ~guard_state();

  guard_tools tools;
  std::unique_ptr<connection> line;
  std::deque<guard_wish> waiting;
  /// Guards to be kept or released, of which Redis has not said that they are. Done before all that
  /// waits, so a guard of ours in doubt does not keep its user out longer than Redis was away.
  std::deque<guard_wish> owed;
  std::uint64_t highest = 0; // of the numbers handed out
  bool is_flushing = false;
};

/// Keeps guards and sequence in Redis: `fcfs:user:<user>`, `fcfs:ip:<address>` and `fcfs:seq`,
/// below the settings' prefix. What has gathered in its mailbox while one round trip ran goes out
/// with the next. Numbers only grow, even if Redis forgets the sequence between two of them. To be
/// spawned detached: it waits for Redis, `redis.timeout` at the most, and says no at once while
/// Redis is known to be away.
guard_shell::behavior_type keep_guards(guard_shell::stateful_pointer<guard_state> self,
                                       guard_tools tools);

} // namespace frontrow::redis

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::redis::flush_guards)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::redis::probe_redis)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::redis::settle_guards)
