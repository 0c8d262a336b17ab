#pragma once

#include "actors/backstage.hpp"
#include "actors/base/counted_actor.hpp"
#include "actors/directory/idle_messages.hpp"
#include "actors/queue/estimate.hpp"
#include "actors/queue/queue_messages.hpp"

#include <caf/stateful_actor.hpp>

#include <optional>
#include <unordered_map>

namespace frontrow {

/// A waiting room's own alarm clock.
struct tick_queue {};

using queue_entity = queue_actor::extend<caf::reacts_to<tick_queue>>;
using queue_directory = queue_actor::extend<caf::reacts_to<offer_to_go>>;

struct queue_watcher {
  caf::typed_response_promise<queue_ticket> reply;
  watch_queue what;
  instant until{};
};

struct queue_state {
  queue_state() = default;
  /// Whoever is still waiting hears that nobody knows.
  ~queue_state();

  static inline const char* name = "queue";
  backstage_ptr stage;
  schedule_id id{};
  room_limits limits;
  std::optional<waiting_room> room; // nothing: there is no such schedule
  pace admissions;
  std::vector<queue_watcher> watchers;
  /// Whose answers wait for the store, by number.
  std::unordered_map<std::uint64_t, caf::typed_response_promise<queue_ticket>> unanswered;
  std::uint64_t last_number = 0;
  /// Somebody may be let in once the doors reopen.
  bool is_admission_due = false;
  queue_directory directory;
  std::uint64_t handled = 0;
  instant used_at{};
};

using queue_self = caf::stateful_actor<queue_state, counted<queue_entity::base, actor_kind::queue>>;

/// Keeps one schedule's waiting room. It decides at once and answers when the store has it, so
/// thousands of tokens share a commit; nobody is told of a place or of an ACTIVE session that a
/// crash could take back. Stops when it cannot know what was saved.
queue_entity::behavior_type keep_queue(queue_self* self, schedule_id id, backstage_ptr stage,
                                       queue_directory directory);

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::tick_queue)
