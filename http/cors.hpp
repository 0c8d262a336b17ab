#pragma once

#include "config/settings.hpp"
#include "http/exchange.hpp"

namespace frontrow::http {

/// The header lines that let a browser's page of another origin read this response; empty when
/// the request came from none, or from one that is not allowed. For every response.
std::string cors_headers(const settings&, const request&);

/// Whether the request asks beforehand what a page of another origin may do.
bool is_preflight(const request&);

/// The answer to that: 204, with everything that this server's calls take. `allow` lists the
/// methods of the path, as the Allow header does.
response preflight(const settings&, const request&, std::string_view allow);

} // namespace frontrow::http
