#pragma once

#include "actors/backstage.hpp"
#include "actors/base/counted_actor.hpp"
#include "actors/base/house_figures.hpp"
#include "actors/directory/idle_messages.hpp"
#include "actors/queue/estimate.hpp"
#include "actors/queue/line_mirror.hpp"
#include "actors/queue/queue_messages.hpp"

#include <caf/stateful_actor.hpp>

#include <functional>
#include <map>
#include <optional>

namespace frontrow {

/// A waiting room's own alarm clock.
struct tick_queue {};

using queue_entity = queue_actor::extend<caf::reacts_to<tick_queue>>;
using queue_directory
    = queue_actor::extend<caf::reacts_to<offer_to_go>, caf::replies_to<vacate_shards>::with<bool>>;

struct queue_watcher {
  owed_answer<queue_ticket> reply;
  watch_queue what;
  instant until{};
};

struct queue_state {
  queue_state() = default;

  static inline const char* name = "queue";
  backstage_ptr stage;
  schedule_id id{};
  room_limits limits;
  room_rule rule;                   // what an operator set
  std::optional<waiting_room> room; // nothing: there is no such schedule
  pace admissions;
  figure_share waiting{the_house.waiting};
  figure_share active{the_house.active};
  std::uint64_t admissions_told = 0;
  std::vector<queue_watcher> watchers;
  /// Who waits for the store, by a number of ours.
  std::map<std::uint64_t, owed_answer<queue_ticket>> owed;
  std::uint64_t next_owed = 0;
  /// Rows that wait for the round that is being saved, and what is to be done once they are.
  std::vector<row> changes;
  std::vector<std::function<void()>> after_changes;
  bool is_saving = false;
  bool is_round_due = false;
  bool is_check_due = false; // a round is due even with nothing in it
  line_mirror mirror;        // in place of the two above where there is a keeper of lines
  queue_directory directory;
  std::uint64_t handled = 0;
  instant used_at{};
};

using queue_self = caf::stateful_actor<queue_state, counted<queue_entity::base, actor_kind::queue>>;

/// Keeps one schedule's waiting room. It decides at once and answers when the store has it, so
/// thousands of tokens share a commit; nobody is told of a place or of an ACTIVE session that a
/// crash could take back. Stops when it cannot know what was saved. Where a keeper of lines keeps
/// it, see queue_mirror_actor.hpp.
queue_entity::behavior_type keep_queue(queue_self* self, schedule_id id, backstage_ptr stage,
                                       queue_directory directory);

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::tick_queue)
