#pragma once

#include "http/endpoint.hpp"

/// /admin/outbox: how events are published to the broker, and what to do about those it refused.
namespace frontrow::http::operations {

net::awaitable<response> read_outbox(context&, const request&);
net::awaitable<response> replay_outbox(context&, const request&);
net::awaitable<response> discard_outbox(context&, const request&);

} // namespace frontrow::http::operations
