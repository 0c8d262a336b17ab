#pragma once

#include "http/endpoint.hpp"

/// GET /api/v1/seats, GET /api/v1/seats/{id}, POST /api/v1/seats/reset
namespace frontrow::http::fcfs {

/// The most seats one FCFS schedule may have.
inline constexpr std::uint32_t seats_max = 1'000'000;

net::awaitable<response> list_seats(context&, const request&);
net::awaitable<response> read_seat(context&, const request&);
/// For the operator: the engine has checked the token.
net::awaitable<response> reset_seats(context&, const request&);

} // namespace frontrow::http::fcfs
