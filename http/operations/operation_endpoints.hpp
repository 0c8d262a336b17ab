#pragma once

#include "http/endpoint.hpp"

/// GET /metrics, /livez, /readyz, /health, /healthz, /openapi.json, /docs
namespace frontrow::http::operations {

net::awaitable<response> metrics(context&, const request&);
net::awaitable<response> is_alive(context&, const request&);
net::awaitable<response> is_ready(context&, const request&);
net::awaitable<response> openapi(context&, const request&);
net::awaitable<response> docs(context&, const request&);

} // namespace frontrow::http::operations
