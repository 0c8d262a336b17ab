#pragma once

#include "http/endpoint.hpp"

/// GET /api/schedules/{id}/seats, GET /api/schedules/{id}/seats/stream
namespace frontrow::http::concert {

net::awaitable<response> list_seats(context&, const request&);
net::awaitable<response> stream_seats(context&, const request&);

} // namespace frontrow::http::concert
