#pragma once

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <vector>

namespace caf {
class actor_system;
}

/// The io threads as the server sees them: contexts, without the actors.
namespace frontrow::http {

/// One a thread. They live as long as the system.
std::vector<boost::asio::io_context*> io_contexts_of(caf::actor_system& system);

/// Lets every clerk look for overdue questions at least this often.
void tick_io_threads_every(caf::actor_system& system, std::chrono::milliseconds period);

} // namespace frontrow::http
