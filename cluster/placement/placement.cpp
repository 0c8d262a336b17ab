#include "cluster/placement/placement.hpp"

#include "actors/base/mixed.hpp"

#include <algorithm>
#include <functional>
#include <map>

namespace frontrow::cluster {

namespace {

/// Rendezvous: how much a shard is drawn to a node. Differs for all pairs.
std::uint64_t draw(std::size_t shard, node_id node) {
  return mixed(mixed(raw(node)) ^ (shard + 1) * schedules_salt);
}

/// How many shards each member may have: as equal as can be, those that have most already get the
/// one more.
std::map<node_id, std::size_t> shares(const std::map<node_id, std::size_t>& loads) {
  std::vector<std::pair<std::size_t, node_id>> by_load;
  for (const auto& [node, load] : loads)
    by_load.emplace_back(load, node);
  std::ranges::sort(by_load, std::greater{});
  std::map<node_id, std::size_t> may_have;
  for (std::size_t i = 0; i < by_load.size(); ++i)
    may_have[by_load[i].second]
        = shard_count / by_load.size() + (i < shard_count % by_load.size() ? 1 : 0);
  return may_have;
}

/// Who may own: everybody, or everybody who does not drain.
std::map<node_id, std::size_t> candidates(const cluster_view& view) {
  std::map<node_id, std::size_t> all;
  for (const auto& one : view.members)
    if (!one.is_draining)
      all[one.id] = 0;
  if (all.empty())
    for (const auto& one : view.members)
      all[one.id] = 0;
  return all;
}

} // namespace

std::vector<node_id> placement(const cluster_view& view) {
  std::vector<node_id> placed(shard_count);
  auto loads = candidates(view);
  if (loads.empty() || view.shards.size() != shard_count)
    return placed;
  for (const auto& shard : view.shards)
    if (const auto it = loads.find(shard.owner); it != loads.end())
      ++it->second;
  auto room = shares(loads);

  // What an operator wants goes first, even beyond a share.
  for (std::size_t n = 0; n < shard_count; ++n)
    if (const auto it = room.find(view.shards[n].wanted); it != room.end()) {
      placed[n] = it->first;
      it->second -= it->second > 0 ? 1 : 0;
    }
  // Then whoever has it keeps it: of too many, those that are drawn to him most.
  std::vector<std::size_t> by_draw;
  for (std::size_t n = 0; n < shard_count; ++n)
    if (placed[n] == node_id{} && room.contains(view.shards[n].owner))
      by_draw.push_back(n);
  std::ranges::sort(by_draw, std::greater{},
                    [&](std::size_t n) { return draw(n, view.shards[n].owner); });
  for (const auto n : by_draw)
    if (auto& left = room[view.shards[n].owner]; left > 0) {
      placed[n] = view.shards[n].owner;
      --left;
    }
  // The rest goes where there is room, or to anybody when operators have filled it up.
  for (std::size_t n = 0; n < shard_count; ++n) {
    if (placed[n] != node_id{})
      continue;
    const auto has_room = std::ranges::any_of(room, [](const auto& one) { return one.second > 0; });
    std::uint64_t most = 0;
    for (const auto& [node, left] : room)
      if ((left > 0 || !has_room) && (placed[n] == node_id{} || draw(n, node) > most)) {
        placed[n] = node;
        most = draw(n, node);
      }
    if (auto& left = room[placed[n]]; left > 0)
      --left;
  }
  return placed;
}

} // namespace frontrow::cluster
