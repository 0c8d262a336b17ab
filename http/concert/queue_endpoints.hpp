#pragma once

#include "http/endpoint.hpp"

/// POST /api/queue/tokens, GET /api/queue/status, GET /api/queue/stream, DELETE /api/queue/tokens
namespace frontrow::http::concert {

/// From the query; what is missing there from the body, a form or JSON.
verdict<enter_queue, complaint> parse_enter(const context&, const request&);

/// The standing of a token; refused tickets have none.
std::string print_ticket(const queue_ticket&, zone_offset, instant now);

net::awaitable<response> enter(context&, const request&);
net::awaitable<response> read_status(context&, const request&);
net::awaitable<response> stream_status(context&, const request&);
net::awaitable<response> leave(context&, const request&);

} // namespace frontrow::http::concert
