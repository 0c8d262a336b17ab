#pragma once

#include "actors/base/adjustable_clock.hpp"
#include "cluster/lifecycle/cluster_node.hpp"
#include "http/endpoint.hpp"
#include "http/entrance/doorkeeper.hpp"
#include "http/server/server.hpp"
#include "persistence/open.hpp"
#include "persistence/redis/start.hpp"

#include <atomic>

/// What a server is put together from: each part gets what it needs of the others.
namespace frontrow {

/// 128 bits from a cryptographic source.
token_id fresh_token();

/// Joins the cluster, where the settings name one; else null. Keeps the clock at the store's time.
/// Sets `is_buried`, and asks the process to end, when the node is declared dead. Throws
/// std::runtime_error with one line.
std::unique_ptr<cluster::cluster_node> join(caf::actor_system&, const settings& how,
                                            const registry_actor&,
                                            const std::shared_ptr<adjustable_clock>&,
                                            std::atomic<bool>& is_buried);

/// @param node Null: this server is alone. It outlives what is made here.
backstage_ptr make_backstage(const settings& how, const store_actors&, const redis::redis_actors&,
                             wall_clock now, const cluster::cluster_node* node);

/// Opens the house, of this server or of all nodes, and gives endpoints what they need of it.
http::context make_context(caf::actor_system&, const settings& how, const store_actors&,
                           const backstage_ptr&, cluster::cluster_node* node);

http::server_parts make_parts(http::context&, std::shared_ptr<http::tls_keys>,
                              http::entrance::doorkeeper&);

} // namespace frontrow
