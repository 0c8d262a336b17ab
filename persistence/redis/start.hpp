#pragma once

#include "persistence/redis/guard_actor.hpp"

namespace frontrow::redis {

/// The actors over Redis. All null where the settings name none.
struct redis_actors {
  guard_shell guard;
};

/// Brings them alive, each with a connection and a thread of its own. What they count outlives
/// them.
redis_actors start_redis(caf::actor_system&, const redis_settings&, figures&);

/// Lets them finish what they were told before, as far as Redis answers, and ends them.
void stop_redis(caf::actor_system&, const redis_actors&);

} // namespace frontrow::redis
