#pragma once

#include "actors/store/store_messages.hpp"
#include "supervisor/watchdog.hpp"

#include <boost/asio/io_context.hpp>

#include <vector>

namespace frontrow {

/// One into every io thread, and one through each writer: what must move for the server to live.
/// The contexts and the system must outlive the canaries.
std::vector<canary> canaries(caf::actor_system& system,
                             const std::vector<boost::asio::io_context*>& contexts,
                             const std::vector<writer_actor>& writers);

} // namespace frontrow
