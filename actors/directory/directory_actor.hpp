#pragma once

#include "actors/backstage.hpp"
#include "actors/base/lasting_actor.hpp"
#include "actors/queue/queue_actor.hpp"
#include "actors/schedule/schedule_actor.hpp"
#include "actors/wallet/wallet_actor.hpp"

#include <caf/send.hpp>

/// Virtual actors: a message to schedule 500 finds it alive or brings it alive. A directory keeps
/// who is alive of one kind and hands messages on; one that stopped is brought alive by the next. A
/// directory outlives its bugs; whoever it kept alive does not. Of one id at most one is ever
/// alive: messages to one that is leaving wait until it is gone, and are its successor's.
namespace frontrow {

/// One who is alive, or not known to be gone.
template <class Handle>
struct resident {
  Handle actor;
  std::uint64_t handed = 0; // messages handed on to it
  bool is_leaving = false;  // was told to end, and may still have something to say to the store
};

/// Who waits for shards to be empty.
struct vacating {
  std::vector<shard_id> which;
  owed_answer<bool> reply;
};

template <class Handle>
struct directory_state {
  directory_state() = default;
  /// Whoever is alive ends with the directory.
  ~directory_state() {
    for (auto& [id, one] : alive)
      caf::anon_send_exit(one.actor, caf::exit_reason::user_shutdown);
  }

  static inline const char* name = "directory";
  backstage_ptr stage;
  std::unordered_map<std::uint64_t, resident<Handle>> alive;
  queue_actor queues; // for schedules
  std::vector<vacating> vacatings;
};

template <class Interface, class Handle>
using directory_self
    = caf::stateful_actor<directory_state<Handle>,
                          lasting<typename Interface::base, actor_kind::directory>>;

using schedule_directory_self = directory_self<schedule_directory, schedule_entity>;
using queue_directory_self = directory_self<queue_directory, queue_entity>;
using wallet_directory_self = directory_self<wallet_directory, wallet_entity>;

/// Also keeps alive, though nobody asks for them, the schedules in which seats are held: holds run
/// out in them.
schedule_directory::behavior_type keep_schedules(schedule_directory_self* self, backstage_ptr stage,
                                                 queue_actor queues);
queue_directory::behavior_type keep_queues(queue_directory_self* self, backstage_ptr stage);
wallet_directory::behavior_type keep_wallets(wallet_directory_self* self, backstage_ptr stage);

} // namespace frontrow
