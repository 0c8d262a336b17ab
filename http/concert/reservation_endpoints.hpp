#pragma once

#include "http/endpoint.hpp"

/// POST /api/reservations, GET /api/reservations/{id}, POST …/confirm, POST …/cancel,
/// GET /api/users/{id}/reservations
namespace frontrow::http::concert {

/// The wish in a reserve request. Without a token when none came: the desk knows whether it needs
/// one.
verdict<command, complaint> parse_reserve(const context&, const request&);
/// Of confirm and cancel.
verdict<command, complaint> parse_settle(const context&, const request&, operation);

/// Deterministic from the outcome: a repeat is answered with the same bytes.
response print_outcome(const context&, const request&, operation, const outcome&);

/// As it looks at `now`: a hold past its deadline is EXPIRED, whether or not anybody noticed.
std::string print_reservation(const reservation_row&, zone_offset, instant now);

net::awaitable<response> reserve(context&, const request&);
net::awaitable<response> confirm(context&, const request&);
net::awaitable<response> cancel(context&, const request&);
net::awaitable<response> read_reservation(context&, const request&);
net::awaitable<response> list_user_reservations(context&, const request&);

} // namespace frontrow::http::concert
