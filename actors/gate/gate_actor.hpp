#pragma once

#include "actors/backstage.hpp"
#include "actors/base/lasting_actor.hpp"
#include "actors/directory/idle_messages.hpp"
#include "actors/gate/gate_messages.hpp"
#include "actors/gate/guard_book.hpp"
#include "actors/programme/programme_messages.hpp"

#include <caf/stateful_actor.hpp>

#include <deque>
#include <memory>
#include <unordered_map>

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
  owed_answer<join_answer> reply;
};

/// Attempts that were let in and are not known to have ended, whoever let them in: a gate that met
/// a bug, and the one that begins in its place.
struct attempts {
  struct outstanding {
    schedule_id schedule{};
    std::string user;
    std::string address;
    instant guard_until{};    // of the guard that it set; the epoch: none
    bool is_doubtful = false; // it ended, and nobody knows how
  };
  std::unordered_map<std::uint64_t, outstanding> all; // by a number of ours
  std::uint64_t last = 0;
  std::uint64_t lives = 0; // of gates
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
  std::shared_ptr<attempts> out_there;
  /// Which of the gates over `out_there` this is: answers to what another asked are not its own.
  std::uint64_t life = 0;
  bool is_rereading = false; // soon, or now
  milliseconds doubt_delay{};
  std::deque<attempt> waiting; // for a number
  token_id opening;            // never the same for two openings, where guards are kept elsewhere
  std::uint64_t marks = 0;     // given to attempts
};

/// A gate's own alarm clock.
struct reread_bookings {};

using gate_entity = gate_actor::extend<caf::reacts_to<reread_bookings>>;
using gate_self = caf::stateful_actor<gate_state, lasting<gate_entity::base, actor_kind::gate>>;

/// Goes on with somebody who is let in: takes a number unless there is one already, waits until the
/// ceiling is above it, and books a seat.
void proceed(gate_self* self, attempt who);

/// What the gate remembers of an attempt that ended in anything but success is forgotten.
void release(gate_self* self, const attempt& who);

/// Keeps the FCFS face: guard, sequence, success records. A number is handed out only below a
/// ceiling that is durable, so none is ever used twice; after a crash the sequence goes on above
/// the ceiling, and numbers between are burnt. Outlives its bugs: attempts that are on their way
/// meanwhile end as if nothing had happened.
gate_entity::behavior_type keep_gate(gate_self* self, backstage_ptr stage, schedule_actor schedules,
                                     programme_actor programme);

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::reread_bookings)
