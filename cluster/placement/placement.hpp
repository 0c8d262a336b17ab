#pragma once

#include "actors/store/registry_messages.hpp"

/// Who should own what.
namespace frontrow::cluster {

/// The owner that each shard should have, nobody where there is no member. A function of the view
/// alone, so that all nodes come to the same end. Shares differ by one shard at the most, a member
/// that drains gets none while there is another, and what an operator moved stays where he wanted
/// it. Of what is well placed nothing moves: a newcomer to n members takes at most its share, one
/// in n + 1, and nobody else gives anything to anybody.
std::vector<node_id> placement(const cluster_view&);

} // namespace frontrow::cluster
