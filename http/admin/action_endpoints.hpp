#pragma once

#include "http/endpoint.hpp"

/// What the console may do: each action first says what it would do, and is done only when exactly
/// that comes back as `confirm`.
namespace frontrow::http::admin {

/// `POST /admin/actions/queue`: pause, resume, capacity, pace.
net::awaitable<response> steer_waiting_room(context&, const request&);
/// `POST /admin/actions/passivate`: let an actor go; the store brings it back when it is needed.
net::awaitable<response> passivate(context&, const request&);
/// `POST /admin/actions/replay`: publish parked events.
net::awaitable<response> replay(context&, const request&);

} // namespace frontrow::http::admin
