#pragma once

#include "http/endpoint.hpp"

/// GET /api/events: what happened, as CloudEvents, polled or streamed.
namespace frontrow::http::concert {

net::awaitable<response> read_events(context&, const request&);

} // namespace frontrow::http::concert
