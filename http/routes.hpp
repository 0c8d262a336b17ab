#pragma once

#include "http/endpoint.hpp"

#include <span>

namespace frontrow::http {

enum class audience : std::uint8_t { anyone, operators };

/// Urgent requests finish what was begun (confirm, cancel, leave): they go before new ones.
enum class priority : std::uint8_t { normal, urgent };

/// Where a route is served: at the gateway's port only, or at the app port too.
enum class reach : std::uint8_t { gateway, both };

struct call_row {
  beast::http::verb verb{};
  std::string_view pattern; // "/api/schedules/{id}/seats"
  call answer = nullptr;
  std::string_view name; // in metrics: never anything a client wrote
  audience who = audience::anyone;
  priority how = priority::normal;
  reach where = reach::gateway;
};

/// Every call of the server. Literal segments go before {…} where both fit.
std::span<const call_row> call_rows();

} // namespace frontrow::http
