#pragma once

#include "http/endpoint.hpp"

#include <caf/all.hpp>

#include <optional>

namespace frontrow::test {

/// What the doors of a house say, whatever they are asked, and what they were asked last. Set it
/// before asking: the actors run on threads of their own, one question at a time.
struct script {
  std::optional<store_failure> failure; // said instead of anything else

  join_answer joined;
  seat_list seats;
  seat_view seat;
  schedule_view schedule;
  std::vector<seat_changes> changes; // one a question, the last again and again
  outcome done;
  wallet_row wallet;
  std::vector<queue_ticket> tickets; // likewise
  concert_row concert;
  concert_view concert_found;
  created_schedule created;
  std::optional<reservation_row> reservation;
  std::vector<reservation_row> reservations;
  std::vector<ledger_row> ledger;
  outbox_view outbox;
  parked_outcome came;
  std::vector<feed_page> events; // likewise

  join asked_join;
  reset_fcfs asked_reset;
  read_seats asked_seats;
  watch_seats asked_changes;
  command asked_command;
  enter_queue asked_enter;
  ask_queue asked_status;
  watch_queue asked_watch;
  create_concert asked_concert;
  create_schedule asked_schedule;
  list_reservations asked_reservations;
  list_ledger asked_ledger;
  replay_parked asked_replay;
  discard_parked asked_discard;
  follow_events asked_events;
};

/// Actors that follow the script, which must outlive the system.
house open_fake_house(caf::actor_system&, script&);

} // namespace frontrow::test
