#pragma once

#include "config/settings.hpp"
#include "http/server/io_thread.hpp"
#include "http/server/unbounded_clock.hpp"

#include <caf/scheduler/abstract_coordinator.hpp>

#include <memory>
#include <thread>
#include <vector>

namespace caf {
class actor_system_config;
}

namespace frontrow::http {

/// Makes an actor system of this configuration run its actors on io threads instead of CAF's own
/// scheduler. Call it before the system is made.
void use_io_threads(caf::actor_system_config& config, const http_settings& wanted);

/// The io threads as CAF's scheduler. They run from the system's construction to its destruction;
/// the destruction waits for all actors that are not hidden, as with CAF's own scheduler.
class io_threads final : public caf::scheduler::abstract_coordinator {
public:
  io_threads(caf::actor_system& system, http_settings wanted);
  ~io_threads() override;

  /// Those of a system that was configured by `use_io_threads`.
  static io_threads& of(caf::actor_system& system);

  std::size_t size() const noexcept { return threads_.size(); }
  io_thread& operator[](std::size_t index) noexcept { return *threads_[index]; }

  /// From any thread. On an io thread the job stays there, else they take turns.
  void enqueue(caf::resumable* job) override;

  caf::actor_clock& clock() noexcept override { return clock_; }

protected:
  void start() override;
  void stop() override;

private:
  http_settings wanted_;
  unbounded_clock clock_;
  std::thread clock_thread_;
  std::vector<std::unique_ptr<io_thread>> threads_;
  std::atomic<std::size_t> turn_{0};
};

} // namespace frontrow::http
