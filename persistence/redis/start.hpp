#pragma once

#include "persistence/redis/guard_actor.hpp"
#include "persistence/redis/line_actor.hpp"

namespace frontrow::redis {

/// The actors over Redis. All null where the settings name none.
struct redis_actors {
  guard_shell guard;
  line_keeper lines;
};

/// Keeps them alive, each with a connection and a thread of its own.
class redis_side {
public:
  /// What they count outlives this.
  redis_side(caf::actor_system&, const settings&, figures&, std::shared_ptr<line_observer>);
  /// Ends them and waits until they have ended.
  ~redis_side();
  redis_side(const redis_side&) = delete;
  redis_side& operator=(const redis_side&) = delete;

  const redis_actors& actors() const { return actors_; }

  /// Lets them finish what they were told before, as far as Redis answers.
  void finish();

private:
  template <class Handle>
  void end(const Handle&);

  caf::actor_system& system_;
  redis_actors actors_;
};

} // namespace frontrow::redis
