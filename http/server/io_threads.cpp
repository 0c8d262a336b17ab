#include "http/server/io_threads.hpp"

#include "actors/base/ensure.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/detail/set_thread_name.hpp>

#include <algorithm>

namespace frontrow::http {

namespace {

// Messages that one actor may handle before the next has its turn.
constexpr std::size_t throughput = 50;

std::size_t thread_count(const http_settings& wanted) {
  if (wanted.threads > 0)
    return wanted.threads;
  return std::max(1U, std::max(2U, std::thread::hardware_concurrency()) - 1);
}

} // namespace

void use_io_threads(caf::actor_system_config& config, const http_settings& wanted) {
  config.module_factories.push_back(
      [wanted](caf::actor_system& system) -> caf::actor_system::module* {
        return new io_threads(system, wanted);
      });
}

io_threads::io_threads(caf::actor_system& system, http_settings wanted)
    : abstract_coordinator(system), wanted_(std::move(wanted)) {
}

io_threads::~io_threads() = default;

io_threads& io_threads::of(caf::actor_system& system) {
  auto* found = dynamic_cast<io_threads*>(&system.scheduler());
  ensure(found != nullptr);
  return *found;
}

void io_threads::enqueue(caf::resumable* job) {
  if (auto* here = io_thread::current(); here != nullptr && &here->system() == &system())
    here->exec_later(job);
  else
    threads_[turn_.fetch_add(1, std::memory_order_relaxed) % threads_.size()]->enqueue(job);
}

void io_threads::start() {
  num_workers_ = thread_count(wanted_);
  for (std::size_t i = 0; i < num_workers_; ++i)
    threads_.push_back(std::make_unique<io_thread>(system(), throughput, wanted_.deadline));
  for (auto& thread : threads_)
    thread->start();
  clock_thread_ = std::thread{[this] {
    caf::detail::set_thread_name("frontrow.clock");
    system().thread_started();
    clock_.run();
    system().thread_terminates();
  }};
  abstract_coordinator::start();
}

void io_threads::stop() {
  for (auto& thread : threads_)
    thread->stop();
  stop_actors();
  clock_.stop();
  clock_thread_.join();
  // What the clock held may have let go of the last actors, and those send farewells.
  for (auto& thread : threads_)
    thread->sweep_out();
  clock_.clear();
  for (auto& thread : threads_)
    thread->sweep_out();
}

} // namespace frontrow::http
