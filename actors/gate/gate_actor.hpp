#pragma once

#include "actors/backstage.hpp"
#include "actors/base/counted_actor.hpp"
#include "actors/directory/idle_messages.hpp"
#include "actors/gate/gate_messages.hpp"
#include "actors/gate/guard_book.hpp"
#include "actors/programme/programme_messages.hpp"

#include <caf/stateful_actor.hpp>

#include <deque>
#include <memory>

namespace frontrow {

/// Under these names the gate's numbers are kept.
inline constexpr auto sequence_counter = "fcfs.sequence";
inline constexpr auto schedule_counter = "fcfs.schedule";
/// Which `fcfs.schedule` the kept schedule stands for: another setting begins anew.
inline constexpr auto base_counter = "fcfs.base";

/// Somebody on the way through the gate.
struct attempt {
  join what;
  schedule_id schedule{};
  std::uint64_t sequence = 0; // 0: none yet
  std::string mark;           // on the guard that is kept elsewhere; empty: there is none
  caf::typed_response_promise<join_answer> reply;
};

struct gate_state {
  gate_state() = default;

  static inline const char* name = "gate";
  backstage_ptr stage;
  schedule_actor schedules;
  programme_actor programme;
  schedule_id schedule{};
  std::unique_ptr<guard_book> guards; // null until the store has answered
  std::uint64_t sequence = 0;         // the last number handed out
  std::uint64_t ceiling = 0;          // numbers up to here are durable, and may be handed out
  bool is_raising = false;
  bool is_resting = false; // the house closes
  /// An attempt ended without anybody knowing how: nobody is let in until the bookings are read
  /// again, or a user might win twice.
  bool is_doubtful = false;
  milliseconds doubt_delay{};
  std::deque<attempt> waiting; // for a number
  token_id opening;            // never the same for two openings, where guards are kept elsewhere
  std::uint64_t marks = 0;     // given to attempts
};

/// A gate's own alarm clock.
struct reread_bookings {};

using gate_entity = gate_actor::extend<caf::reacts_to<reread_bookings>>;
using gate_self = caf::stateful_actor<gate_state, counted<gate_entity::base, actor_kind::gate>>;

/// Goes on with somebody who is let in: takes a number unless there is one already, waits until the
/// ceiling is above it, and books a seat.
void proceed(gate_self* self, attempt who);

/// What the gate remembers of an attempt that ended in anything but success is forgotten.
void release(gate_self* self, const attempt& who);

/// Keeps the FCFS face: guard, sequence, success records. A number is handed out only below a
/// ceiling that is durable, so none is ever used twice; after a crash the sequence goes on above
/// the ceiling, and numbers between are burnt.
gate_entity::behavior_type keep_gate(gate_self* self, backstage_ptr stage, schedule_actor schedules,
                                     programme_actor programme);

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::reread_bookings)
