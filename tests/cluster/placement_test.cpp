#include "cluster/placement/placement.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

using namespace frontrow;
using frontrow::cluster::placement;

namespace {

cluster_view view_of(std::size_t members) {
  cluster_view view;
  for (std::size_t n = 1; n <= members; ++n)
    view.members.push_back(
        {.id = node_id{n}, .is = {}, .number = 0, .is_draining = false, .joined_at = {}});
  view.shards.resize(shard_count);
  return view;
}

std::map<node_id, std::size_t> loads(const std::vector<node_id>& placed) {
  std::map<node_id, std::size_t> counts;
  for (const auto node : placed)
    ++counts[node];
  return counts;
}

/// Everybody has what he should have.
cluster_view settled(cluster_view view) {
  const auto placed = placement(view);
  for (std::size_t n = 0; n < shard_count; ++n)
    view.shards[n].owner = placed[n];
  return view;
}

std::size_t moves(const cluster_view& before, const std::vector<node_id>& after) {
  std::size_t count = 0;
  for (std::size_t n = 0; n < shard_count; ++n)
    count += before.shards[n].owner == after[n] ? 0 : 1;
  return count;
}

void is_even(const std::vector<node_id>& placed, std::size_t members) {
  const auto counts = loads(placed);
  CHECK(counts.size() == std::min<std::size_t>(members, shard_count));
  for (const auto& [node, count] : counts) {
    CHECK(node != node_id{});
    CHECK(count >= shard_count / members);
    CHECK(count <= shard_count / members + 1);
  }
}

} // namespace

TEST_CASE("without members nobody owns anything") {
  for (const auto node : placement(view_of(0)))
    CHECK(node == node_id{});
}

TEST_CASE("shares are even from one member to fifty, and stay where they are") {
  for (std::size_t members = 1; members <= 50; ++members) {
    const auto view = settled(view_of(members));
    is_even(placement(view), members);
    CHECK(moves(view, placement(view)) == 0);
  }
}

TEST_CASE("a newcomer takes his share, and nothing else moves") {
  for (std::size_t members = 1; members < 50; ++members) {
    auto view = settled(view_of(members));
    const auto newcomer = node_id{members + 1};
    view.members.push_back(
        {.id = newcomer, .is = {}, .number = 0, .is_draining = false, .joined_at = {}});
    const auto after = placement(view);
    is_even(after, members + 1);
    CHECK(moves(view, after) <= shard_count / (members + 1) + 1);
    for (std::size_t n = 0; n < shard_count; ++n)
      CHECK((after[n] == view.shards[n].owner || after[n] == newcomer));
  }
}

TEST_CASE("when a member is gone, only what was his moves") {
  auto view = settled(view_of(3));
  view.members.erase(view.members.begin() + 1);
  for (auto& shard : view.shards)
    if (shard.owner == node_id{2})
      shard.owner = {};
  const auto after = placement(view);
  is_even(after, 2);
  for (std::size_t n = 0; n < shard_count; ++n)
    if (view.shards[n].owner != node_id{})
      CHECK(after[n] == view.shards[n].owner);
}

TEST_CASE("a member that drains gives everything away, unless he is the last") {
  auto view = settled(view_of(2));
  view.members[0].is_draining = true;
  CHECK(loads(placement(view)) == std::map<node_id, std::size_t>{{node_id{2}, shard_count}});
  view.members[1].is_draining = true;
  CHECK(moves(view, placement(view)) == 0);
}

TEST_CASE("what an operator moved stays there while there is a there") {
  auto view = settled(view_of(3));
  for (auto& shard : view.shards)
    shard.wanted = node_id{3};
  CHECK(loads(placement(view)) == std::map<node_id, std::size_t>{{node_id{3}, shard_count}});
  view.members.pop_back();
  CHECK(loads(placement(view)).size() == 2);
}

TEST_CASE("as shards are given up one by one, the plan does not change its mind") {
  auto view = settled(view_of(3));
  view.members.push_back(
      {.id = node_id{4}, .is = {}, .number = 0, .is_draining = false, .joined_at = {}});
  const auto plan = placement(view);
  for (std::size_t n = 0; n < shard_count; ++n) {
    if (plan[n] == view.shards[n].owner)
      continue;
    view.shards[n].owner = {};
    CHECK(placement(view)[n] == plan[n]);
    view.shards[n].owner = plan[n];
  }
  CHECK(placement(view) == plan);
}
