#pragma once

#include "http/endpoint.hpp"

/// What operators do is written down, durably, before it is done, and what came of it after.
namespace frontrow::http::admin {

/// An action of the console's, or another operator's call.
struct deed {
  std::string action; // the route's name, or the console's action
  std::string target;
  std::string change;
};

/// Writes it down. An error: it is not durable, and nothing may be done.
net::awaitable<caf::error> write_down(context&, const request&, const deed&, std::string_view phase,
                                      std::string_view came = {});

/// The endpoint, with what it does written down; where there is no audit log, as it is.
net::awaitable<response> audited(context&, const request&, std::string_view name, calling);

} // namespace frontrow::http::admin
