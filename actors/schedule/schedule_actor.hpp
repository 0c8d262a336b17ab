#pragma once

#include "actors/backstage.hpp"
#include "actors/base/counted_actor.hpp"
#include "actors/base/house_figures.hpp"
#include "actors/directory/idle_messages.hpp"
#include "actors/queue/queue_messages.hpp"
#include "actors/schedule/hall.hpp"
#include "actors/schedule/schedule_messages.hpp"
#include "actors/schedule/seat_family.hpp"

#include <caf/stateful_actor.hpp>

#include <deque>
#include <optional>

namespace frontrow {

/// A schedule's own alarm clock.
struct wake_schedule {
  std::uint64_t number = 0;
};

/// One performance's actor: what any schedule answers, and what only its directory says.
using schedule_entity = schedule_actor::extend<caf::reacts_to<wake_schedule>>;
using schedule_directory
    = schedule_actor::extend<caf::reacts_to<offer_to_go>, caf::reacts_to<wake_held>,
                             caf::replies_to<vacate_shards>::with<bool>>;

struct seat_watcher {
  owed_answer<seat_changes> reply;
  std::uint64_t after = 0;
  instant until{};
};

struct schedule_state {
  schedule_state() = default;

  static inline const char* name = "schedule";
  backstage_ptr stage;
  queue_actor queues;
  std::optional<hall> seats; // nothing: there is no such schedule
  seat_family children;
  /// Bookers who came when every free seat was being asked about.
  std::deque<std::pair<book_seat, owed_answer<booked_seat>>> bookers;
  std::vector<seat_watcher> watchers;
  std::uint32_t queueing = 0; // reservations that wait for the word of the waiting room
  schedule_id id{};
  schedule_directory directory;
  std::uint64_t handled = 0; // messages that the directory handed on
  instant used_at{};
  instant wakes_at{}; // the next sweep
  figure_share holds{the_house.holds};
  std::uint64_t wake = 0; // its number: older ones are passed over
};

using schedule_self
    = caf::stateful_actor<schedule_state, counted<schedule_entity::base, actor_kind::schedule>>;

/// Keeps one performance: parent of its seat actors, memory of what they became.
/// @param directory Who hands messages on, and lets the actor go when it is idle.
/// @param queues Who may reserve, where the schedule has a waiting room.
schedule_entity::behavior_type keep_schedule(schedule_self* self, schedule_id id,
                                             backstage_ptr stage, schedule_directory directory,
                                             queue_actor queues);

/// How soon after a change its watchers hear of it, together with what changed meanwhile.
inline constexpr milliseconds watch_delay{50};
/// How long a watcher waits for a change.
inline constexpr milliseconds watch_wait{15'000};

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::wake_schedule)
