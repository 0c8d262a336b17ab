#include "actors/placement/shard.hpp"

#include "actors/base/mixed.hpp"

namespace frontrow {

shard_id shard_of(schedule_id schedule) {
  return shard_id{static_cast<std::uint32_t>(mixed(raw(schedule) ^ schedules_salt) % shard_count)};
}

shard_id shard_of(user_id user) {
  return shard_id{static_cast<std::uint32_t>(mixed(raw(user)) % shard_count)};
}

} // namespace frontrow
