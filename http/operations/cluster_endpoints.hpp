#pragma once

#include "http/endpoint.hpp"

/// /admin/cluster/…: who belongs to the cluster and who owns what, and what an operator wishes
/// about it. Asked of the registry, so every node gives the same answer.
namespace frontrow::http::operations {

net::awaitable<response> read_cluster_view(context&, const request&);
net::awaitable<response> drain_cluster_node(context&, const request&);
net::awaitable<response> move_cluster_shard(context&, const request&);

} // namespace frontrow::http::operations
