#pragma once

#include "http/endpoint.hpp"

/// What browsers load. A page is asked for again each time, and answered 304 when it is the same;
/// what it loads is kept for ever, since its name says its content. Both are compressed as the
/// client likes, in advance.
namespace frontrow::http::pages {

/// GET / and every path that the buyer's app shows something at.
net::awaitable<response> buyer_page(context&, const request&);
/// GET /console
net::awaitable<response> console_page(context&, const request&);
/// GET /assets/{name}
net::awaitable<response> asset(context&, const request&);

} // namespace frontrow::http::pages
