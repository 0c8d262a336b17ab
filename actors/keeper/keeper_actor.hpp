#pragma once

#include "actors/backstage.hpp"
#include "actors/base/lasting_actor.hpp"
#include "actors/checkout/checkout_actor.hpp"
#include "actors/keeper/keeper_messages.hpp"
#include "actors/keeper/recent_answers.hpp"

#include <caf/stateful_actor.hpp>

#include <unordered_map>

namespace frontrow {

/// Users are spread over this many keepers: everything of a user is with one of them. Fixed, so
/// that it can become the cluster's unit of ownership.
inline constexpr std::size_t user_shards = 256;
/// Answers that one keeper remembers without asking the store.
inline constexpr std::size_t recent_answers_max = 32;
/// How long a repeat waits for the first before it is told to come back.
inline constexpr milliseconds repeat_wait_max{5'000};

/// A keeper's own alarm clock.
struct tick_keeper {};

using keeper_entity = desk_actor::extend<caf::reacts_to<tick_keeper>>;

/// A command that is being done, and whoever came with its key meanwhile. Another body may be the
/// one that the store has kept, so it waits, too.
struct running_command {
  struct repeat_waiting {
    command what;
    owed_answer<outcome> reply;
    instant until{};
  };
  std::vector<repeat_waiting> repeats;
};

struct keeper_state {
  keeper_state() = default;

  static inline const char* name = "keeper";
  backstage_ptr stage;
  checkout_doors doors;
  std::unordered_map<std::string, running_command> running; // by scope
  recent_answers recent{recent_answers_max};
  bool is_ticking = false;
};

using keeper_self
    = caf::stateful_actor<keeper_state, lasting<keeper_entity::base, actor_kind::keeper>>;

/// Keeps the idempotency of one shard of users. A command with a fresh key is simply done, with its
/// key in the write set: the store refuses a key that it knows, whatever this keeper remembers, and
/// then the kept answer is fetched and repeated. So no crash and no second keeper can do a command
/// twice. Outlives its bugs.
keeper_entity::behavior_type keep_answers(keeper_self* self, backstage_ptr stage,
                                          checkout_doors doors);

struct desk_state {
  desk_state() = default;
  ~desk_state();

  static inline const char* name = "desk";
  backstage_ptr stage;
  std::vector<keeper_entity> keepers;
};

using desk_self = caf::stateful_actor<desk_state, lasting<desk_actor::base, actor_kind::keeper>>;

/// Finds out whose a command is and hands it to that user's keeper. Outlives its bugs, as keepers
/// do.
desk_actor::behavior_type keep_desk(desk_self* self, backstage_ptr stage, checkout_doors doors);

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::tick_keeper)
