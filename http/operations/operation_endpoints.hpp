#pragma once

#include "http/endpoint.hpp"

/// GET /metrics, /livez, /readyz, /health, /healthz, /openapi.json, /docs
namespace frontrow::http::operations {

net::awaitable<response> metrics(context&, request&);
net::awaitable<response> is_alive(context&, request&);
net::awaitable<response> is_ready(context&, request&);
net::awaitable<response> openapi(context&, request&);
net::awaitable<response> docs(context&, request&);

} // namespace frontrow::http::operations
