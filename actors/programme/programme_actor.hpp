#pragma once

#include "actors/backstage.hpp"
#include "actors/base/lasting_actor.hpp"
#include "actors/directory/idle_messages.hpp"
#include "actors/programme/programme_messages.hpp"
#include "actors/schedule/schedule_actor.hpp"

#include <caf/stateful_actor.hpp>

#include <map>

namespace frontrow {

/// A programme's own alarm clock: the store did not answer, so it is asked again.
struct load_again {};

using programme_entity = programme_actor::extend<caf::reacts_to<load_again>>;

struct programme_state {
  programme_state() = default;

  static inline const char* name = "programme";
  backstage_ptr stage;
  schedule_actor schedules;
  std::map<std::uint64_t, concert_row> concerts;
  std::map<std::uint64_t, schedule_row> shows;
  std::uint64_t next_concert = 1;
  std::uint64_t next_show = 1;
  bool is_loaded = false;
};

using programme_self
    = caf::stateful_actor<programme_state, lasting<programme_entity::base, actor_kind::programme>>;

/// Keeps which concerts and schedules there are. A new one is known once it is durable. Outlives
/// its bugs.
programme_entity::behavior_type keep_programme(programme_self* self, backstage_ptr stage,
                                               schedule_actor schedules);

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::load_again)
