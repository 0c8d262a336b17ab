#pragma once

#include "http/endpoint.hpp"

/// GET /api/users/{id}/point, POST …/point/charge, POST …/point/use, GET …/point/history
namespace frontrow::http::concert {

/// Of charge and use.
verdict<command, complaint> parse_points(const context&, const request&, operation);

net::awaitable<response> read_points(context&, const request&);
net::awaitable<response> charge_points(context&, const request&);
net::awaitable<response> use_points(context&, const request&);
net::awaitable<response> read_history(context&, const request&);

} // namespace frontrow::http::concert
