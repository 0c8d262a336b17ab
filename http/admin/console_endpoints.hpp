#pragma once

#include "http/endpoint.hpp"

/// What the console reads. Whoever has the operator's or the reader's token may.
namespace frontrow::http::admin {

net::awaitable<response> read_role(context&, const request&);
net::awaitable<response> read_cluster(context&, const request&);
net::awaitable<response> read_actors(context&, const request&);
net::awaitable<response> read_actor(context&, const request&);
net::awaitable<response> read_sales(context&, const request&);
net::awaitable<response> read_sale(context&, const request&);
net::awaitable<response> read_invariants(context&, const request&);
net::awaitable<response> read_audit_log(context&, const request&);

/// `GET /admin/stream?views=`: the same views again and again, once a second, as server-sent events
/// named after them.
net::awaitable<response> stream_views(context&, const request&);

} // namespace frontrow::http::admin
