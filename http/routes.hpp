#pragma once

#include "http/endpoint.hpp"
#include "http/server/edge_error.hpp"
#include "http/server/route.hpp"

namespace frontrow::http {

/// Every call of the server. Literal segments go before {…} where both fit. The context outlives
/// the server.
std::vector<route> routes(context&);

/// What the edge itself has to refuse, in the form of the face that the path belongs to.
response print_refused(const request&, edge_error);

} // namespace frontrow::http
