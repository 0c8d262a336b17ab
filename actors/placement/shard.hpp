#pragma once

#include "actors/base/words.hpp"

/// Where entities live: everything of a schedule in one shard, everything of a user in one. A shard
/// has one owner at a time.
namespace frontrow {

enum class shard_id : std::uint32_t {};

/// It never changes, nor does the hash: nodes of different releases must agree.
inline constexpr std::uint32_t shard_count = 256;

shard_id shard_of(schedule_id);
shard_id shard_of(user_id);

/// Where those live who are one for the whole house: the programme and the outbox's drain.
inline constexpr shard_id house_shard{0};

/// One life of a node: whoever comes back has another. Grows, and is never used again. Zero: no
/// cluster.
enum class node_id : std::uint64_t {};

} // namespace frontrow
