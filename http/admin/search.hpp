#pragma once

#include "http/admin/view.hpp"

namespace frontrow::http::admin {

/// `GET /admin/search?q=`: whatever a name, number, id, token or idempotency key may stand for.
net::awaitable<response> search(context&, const request&);

} // namespace frontrow::http::admin
