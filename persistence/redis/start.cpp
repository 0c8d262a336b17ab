#include "persistence/redis/start.hpp"

#include <caf/all.hpp>

namespace frontrow::redis {

redis_side::redis_side(caf::actor_system& system, const redis_settings& how, figures& seen)
    : system_{system} {
  if (!how.host.empty())
    actors_.guard = system.spawn<caf::detached>(keep_guards, guard_tools{how, &seen});
}

redis_side::~redis_side() {
  if (!actors_.guard)
    return;
  caf::scoped_actor self{system_};
  self->send_exit(actors_.guard, caf::exit_reason::user_shutdown);
  self->wait_for(actors_.guard);
}

void redis_side::finish() {
  if (!actors_.guard)
    return;
  caf::scoped_actor self{system_};
  // What Redis does not hear now ends by itself.
  self->request(actors_.guard, caf::infinite, settle_guards{})
      .receive([](bool) {}, [](const caf::error&) {});
}

} // namespace frontrow::redis
