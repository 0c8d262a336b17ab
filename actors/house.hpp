#pragma once

#include "actors/gate/gate_messages.hpp"
#include "actors/keeper/keeper_messages.hpp"
#include "actors/programme/programme_messages.hpp"
#include "actors/queue/queue_messages.hpp"
#include "actors/schedule/schedule_messages.hpp"
#include "actors/store/audit_messages.hpp"
#include "actors/store/inspector_messages.hpp"
#include "actors/store/outbox_messages.hpp"
#include "actors/store/registry_messages.hpp"
#include "actors/wallet/wallet_messages.hpp"

namespace frontrow {

/// The doors of the house: the actors that the edge may ask. Whoever they lead to is brought alive
/// by the question.
struct house {
  desk_actor desk;           // commands of the concert face
  schedule_actor schedules;  // any schedule, by the id in the message
  wallet_actor wallets;      // any wallet, by the user in the message
  queue_actor queues;        // any waiting room, by the schedule in the message
  gate_actor gate;           // the FCFS face
  programme_actor programme; // concerts
  archive_actor archive;     // reads from what is committed
  feed_actor feed;           // events
  outbox_actor outbox;       // how events are published; null: they are not
  inspector_actor inspector; // what the store promises, and what it keeps
  audit_actor audit;         // what operators did
  registry_actor registry;   // who belongs to the cluster, who owns what; null: there is none
};

} // namespace frontrow
