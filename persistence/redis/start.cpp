#include "persistence/redis/start.hpp"

#include <caf/all.hpp>

namespace frontrow::redis {

redis_actors start_redis(caf::actor_system& system, const redis_settings& how, figures& seen) {
  redis_actors all;
  if (how.host.empty())
    return all;
  all.guard = system.spawn<caf::detached>(keep_guards, guard_tools{how, &seen});
  return all;
}

void stop_redis(caf::actor_system& system, const redis_actors& all) {
  if (!all.guard)
    return;
  caf::scoped_actor self{system};
  // What Redis does not hear now ends by itself.
  self->request(all.guard, caf::infinite, settle_guards{})
      .receive([](bool) {}, [](const caf::error&) {});
  self->send_exit(all.guard, caf::exit_reason::user_shutdown);
  self->wait_for(all.guard);
}

} // namespace frontrow::redis
