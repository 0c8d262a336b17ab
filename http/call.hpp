#pragma once

#include "http/endpoint.hpp"
#include "http/server/route.hpp"

namespace frontrow::http {

/// A row of the tables from which routes are made.
struct call {
  beast::http::verb method{};
  std::string_view path;
  calling answer = nullptr;
  std::string_view name; // in metrics: never anything a client wrote
  caller who = caller::anyone;
  urgency how = urgency::normal;
  ports where = ports::gateway;
};

} // namespace frontrow::http
