#pragma once

#include "http/server/server.hpp"

#include <string>
#include <vector>

namespace frontrow::http {

/// Has every actor that ends by a bug logged. Before the first is alive.
void log_bugs();

/// Says where the server is to be found, and warns of what strangers could do there.
void say_where(const settings&, const server&, const std::string& token_path);

/// Why the server should get no traffic now; empty when it should.
std::vector<std::string> unready_reasons(bool is_draining, bool is_store_failing);

} // namespace frontrow::http
