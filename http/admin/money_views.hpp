#pragma once

#include "http/admin/view.hpp"

namespace frontrow::http::admin {

/// `GET /admin/money?reservation=`: a reservation with its seat, wallet entries, idempotency keys,
/// events and where those are on their way to the world.
net::awaitable<response> read_money(context&, const request&);

/// `GET /admin/history?id=&before=`: what has happened to a seat or a wallet, newest first.
net::awaitable<response> read_history(context&, const request&);

} // namespace frontrow::http::admin
