#pragma once

#include "http/endpoint.hpp"

/// GET /api/events: what happened, as CloudEvents, polled or streamed.
namespace frontrow::http::concert {

/// One CloudEvents 1.0 object. Ids and amounts only.
std::string print_event(const placed_event&);

net::awaitable<response> read_events(context&, const request&);

} // namespace frontrow::http::concert
