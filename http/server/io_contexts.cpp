#include "http/server/io_contexts.hpp"

#include "http/server/io_threads.hpp"

namespace frontrow::http {

std::vector<boost::asio::io_context*> io_contexts_of(caf::actor_system& system) {
  auto& threads = io_threads::of(system);
  std::vector<boost::asio::io_context*> contexts;
  for (std::size_t i = 0; i < threads.size(); ++i)
    contexts.push_back(&threads[i].context());
  return contexts;
}

void tick_io_threads_every(caf::actor_system& system, std::chrono::milliseconds period) {
  auto& threads = io_threads::of(system);
  for (std::size_t i = 0; i < threads.size(); ++i)
    threads[i].tick_every(period);
}

} // namespace frontrow::http
