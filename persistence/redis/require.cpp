#include "persistence/redis/require.hpp"

#include "persistence/redis/connection.hpp"

namespace frontrow::redis {

void require(const redis_settings& how) {
  if (how.host.empty())
    return;
  connection probe{how};
  // Not PING: that is answered too by a replica, by a Redis that still loads its data, and to a
  // user who may not touch our keys.
  const auto answer = probe.ask({"DEL", probe.key("frontrow:probe")});
  if (answer.is == reply::kind::error)
    throw std::runtime_error{"Redis at " + how.host + ':' + std::to_string(how.port) + ": "
                             + answer.text};
}

} // namespace frontrow::redis
