#pragma once

#include "actors/backstage.hpp"
#include "actors/house.hpp"

#include <caf/actor_system.hpp>

namespace frontrow {

/// Opens the house over a store: gives an empty one its demonstration, makes the FCFS schedule when
/// there is none, and brings the doors alive. Whoever is behind them comes when asked.
/// Throws std::runtime_error with one clear line when the store does not answer.
house open_house(caf::actor_system& system, backstage_ptr stage, feed_actor feed);

/// Ends every actor of the house, and with them all that they brought alive.
void end_house(const house&);

/// Ends the house when it goes, however that comes about.
class house_end {
public:
  explicit house_end(const house& doors) : doors_{doors} {}
  ~house_end() { end_house(doors_); }
  house_end(const house_end&) = delete;
  house_end& operator=(const house_end&) = delete;

private:
  const house& doors_;
};

/// Ends it after what the next start should find has been saved. Waits for the store.
void close_house(caf::actor_system&, const house&);

} // namespace frontrow
