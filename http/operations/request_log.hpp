#pragma once

#include "http/entrance/doorkeeper.hpp"
#include "http/server/server.hpp"

/// What the log says of requests and of who may make them.
namespace frontrow::http {

/// Has the server say every request that failed, at the level debug all of them, and every endpoint
/// that threw.
void log_requests(server_parts&);

/// Says whether changed key files of bearer tokens are in use.
void log_keys(const entrance::key_news&);

} // namespace frontrow::http
