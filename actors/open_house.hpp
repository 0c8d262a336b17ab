#pragma once

#include "actors/backstage.hpp"
#include "actors/house.hpp"
#include "actors/queue/queue_actor.hpp"
#include "actors/schedule/schedule_actor.hpp"
#include "actors/wallet/wallet_actor.hpp"

#include <caf/actor_system.hpp>

namespace frontrow {

/// Gives an empty store its demonstration, and makes the FCFS schedule when there is none. Throws
/// std::runtime_error with one clear line when the store does not answer.
void furnish(caf::actor_system&, const backstage&);

/// Who keeps entities, by their ids.
struct rooms {
  schedule_directory schedules;
  queue_directory queues;
  wallet_directory wallets;
};
rooms open_rooms(caf::actor_system&, backstage_ptr);

// Those who need other doors of the house.
gate_actor open_gate(caf::actor_system&, const backstage_ptr&, const house& doors);
programme_actor open_programme(caf::actor_system&, const backstage_ptr&, const house& doors);
desk_actor open_desk(caf::actor_system&, const backstage_ptr&, const house& doors);

/// Opens the house over a store: furnishes it, and brings the doors alive. Whoever is behind them
/// comes when asked. Throws as `furnish` does.
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
