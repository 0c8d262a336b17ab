#pragma once

#include "actors/store/rows.hpp"

/// Events are numbered within partitions, of which a store has a fixed number; there, positions are
/// gapless and in the order of the commits, whoever writes.
namespace frontrow {

/// More than any store has.
inline constexpr std::uint32_t partitions_max = 1'024;

/// Where a write set belongs: with the user of its first row that has one (a reservation's and a
/// wallet's, a ledger's and an answer's: all events of a user lie together), else with its first
/// row's schedule; counters and concerts belong to schedule 0. Stored positions depend on it, so
/// it never changes: the finaliser of splitmix64 over the id, or over a schedule's id xor
/// 0x9e3779b97f4a7c15, modulo the number of partitions.
std::uint32_t partition_of(const write_set&, std::uint32_t partitions);
/// Where everything of a user belongs.
std::uint32_t partition_of(user_id, std::uint32_t partitions);

} // namespace frontrow
