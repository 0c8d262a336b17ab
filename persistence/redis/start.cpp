#include "persistence/redis/start.hpp"

#include <caf/all.hpp>

namespace frontrow::redis {

redis_side::redis_side(caf::actor_system& system, const settings& how, figures& seen,
                       std::shared_ptr<line_observer> lines_seen)
    : system_{system} {
  if (how.redis.host.empty())
    return;
  actors_.guard = system.spawn<caf::detached>(keep_guards, guard_tools{how.redis, &seen});
  actors_.lines = system.spawn<caf::detached>(keep_lines, how, std::move(lines_seen));
}

redis_side::~redis_side() {
  end(actors_.guard);
  end(actors_.lines);
}

template <class Handle>
void redis_side::end(const Handle& whom) {
  if (!whom)
    return;
  caf::scoped_actor self{system_};
  self->send_exit(whom, caf::exit_reason::user_shutdown);
  self->wait_for(whom);
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
