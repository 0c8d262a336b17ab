#pragma once

#include "actors/base/refusal.hpp"
#include "actors/base/words.hpp"

#include <string>
#include <variant>
#include <vector>

/// What a store remembers, as flat rows. Every row of an entity carries a version that counts its
/// saves: writing version n is conditional on n - 1 being there (on nothing, for n = 1).
namespace frontrow {

struct concert_row {
  concert_id id{};
  std::string title;
  std::string artist;
  instant created_at{};
};

/// A block of equal seats. Seat numbers run through the sections in order, row by row.
struct section_row {
  std::string name;
  std::uint32_t rows = 0;
  std::uint32_t seats_per_row = 0;
  points price = 0;
};

/// One performance. Written once; a change of capacity or window raises the version.
struct schedule_row {
  schedule_id id{};
  std::uint64_t version = 0;
  concert_id concert{};
  instant starts_at{};
  instant sale_opens_at{};  // the epoch: always open
  instant sale_closes_at{}; // the epoch: never closes
  /// How many may be ACTIVE at once; 0: there is no waiting room.
  std::uint32_t concurrent_user_max = 0;
  std::vector<section_row> sections;
};

/// A seat that was ever touched; one without a row is free at version 0.
struct seat_row {
  enum class phase : std::uint8_t { open, held, sold };

  schedule_id schedule{};
  seat_id seat{};
  phase is = phase::open;
  std::uint64_t version = 0;
  user_id user{};               // nobody while open, nor when sold by the FCFS face
  reservation_id reservation{}; // likewise
  instant held_until{};         // the epoch, unless held

  bool operator==(const seat_row&) const = default;
};

struct reservation_row {
  enum class state : std::uint8_t { preempted, confirmed, expired, cancelled };

  reservation_id id{};
  std::uint64_t version = 0;
  user_id user{};
  schedule_id schedule{};
  seat_id seat{};
  points price = 0;
  state is = state::preempted;
  instant created_at{};
  instant held_until{};
  instant paid_at{}; // the epoch: never paid

  bool operator==(const reservation_row&) const = default;
};

struct wallet_row {
  user_id user{};
  std::uint64_t version = 0;
  points balance = 0;

  bool operator==(const wallet_row&) const = default;
};

/// One movement of points, numbered within its wallet: entry n made the wallet's version n.
struct ledger_row {
  enum class kind : std::uint8_t { charge = 1, use, payment, refund };

  user_id user{};
  std::uint64_t entry = 0;
  kind is = kind::charge;
  points amount = 0; // positive; the kind tells the direction
  points balance = 0;
  reservation_id reservation{};
  instant at{};

  bool operator==(const ledger_row&) const = default;
};

/// A seat taken first come, first served: the success record of its user.
struct booking_row {
  schedule_id schedule{};
  seat_id seat{};
  std::uint64_t sequence = 0;
  std::string user;
  std::string address;
  std::string name;
  std::string phone;
  instant guard_until{}; // instant::max(): for ever
  instant at{};

  bool operator==(const booking_row&) const = default;
};

/// One token of a waiting room. A place is never reused, so a token that goes to the end of the
/// line gets a new row, and its old one is deleted (`is == gone`) in the same write set.
struct token_row {
  enum class state : std::uint8_t { waiting, active, ended, gone };

  schedule_id schedule{};
  place_number place{};
  std::uint64_t version = 0;
  token_id token{};
  user_id user{};
  state is = state::waiting;
  instant issued_at{}; // the token's life counts from here
  instant active_at{}; // the session's life counts from here; the epoch until ACTIVE
  bool claimed = false;

  bool operator==(const token_row&) const = default;
};

/// A named number that outlives the process (the FCFS sequence's ceiling, the current FCFS
/// schedule). Conditional on nothing: its one actor alone writes it.
struct counter_row {
  std::string name;
  std::uint64_t value = 0;
};

/// What a command came to: the answer that its client gets, now and at every repeat.
struct outcome {
  refusal no = refusal::none;
  reservation_row reservation; // reserve, confirm, cancel
  points balance = 0;          // confirm, cancel with refund, charge, use, insufficient_balance
  std::uint64_t wallet_version = 0; // likewise
  points price = 0;                 // price_changed: the real one
  std::uint64_t position = 0;       // token_waiting
  std::uint64_t wait_seconds = 0;   // token_waiting
  instant at{};                     // when it was first decided
  bool replayed = false;            // a repeat; not stored
  /// The store has an answer to this key already, and nothing was done; not stored.
  bool is_key_known = false;

  bool operator==(const outcome&) const = default;
};

enum class operation : std::uint8_t { reserve = 1, confirm, cancel, charge, use };

/// 128 bits over a request's canonical JSON: equal for equal values, whatever their bytes.
struct fingerprint {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  bool operator==(const fingerprint&) const = default;
};

/// The kept answer to an idempotency key. At most one for each (user, operation, key), ever: a
/// write set with a second one is refused as `key_known` and leaves nothing behind.
struct answer_row {
  user_id user{};
  operation what{};
  std::string key;
  fingerprint body;
  outcome answer;

  bool operator==(const answer_row&) const = default;
};

/// Something that happened, for the outbox. The writer numbers it within its partition.
struct event {
  enum class kind : std::uint8_t {
    reservation_preempted = 1,
    reservation_confirmed,
    reservation_expired,
    reservation_cancelled,
    point_charged,
    point_used,
    point_refunded,
    seat_booked,
  };

  kind is{};
  /// Counts 1, 2, 3, … within its aggregate: the reservation, the wallet, or the seat.
  std::uint64_t sequence = 0;
  instant at{};
  user_id user{};
  reservation_id reservation{};
  schedule_id schedule{};
  seat_id seat{};
  points amount = 0;               // a price, or the points that moved
  points balance = 0;              // point events: the balance after
  std::uint64_t fcfs_sequence = 0; // seat_booked
  std::string fcfs_user;           // seat_booked

  bool operator==(const event&) const = default;
};

/// An event that is not published with the others: the broker refused it, or one of its aggregate
/// before it, and it waits for the operator; or the operator gave it up. Conditional on nothing:
/// the drain alone writes it.
struct parked_row {
  enum class state : std::uint8_t { waiting = 1, discarded, gone };

  std::uint32_t partition = 0;
  std::uint64_t position = 0;
  state is = state::waiting; // gone: the row is deleted
  event::kind kind{};
  std::string subject; // the aggregate
  std::uint64_t sequence = 0;
  std::string why;
  instant since{};

  bool operator==(const parked_row&) const = default;
};

using row = std::variant<seat_row, reservation_row, wallet_row, ledger_row, booking_row, token_row,
                         counter_row, answer_row, concert_row, schedule_row, parked_row>;

/// What an actor wants saved: all of it or nothing.
struct write_set {
  std::vector<row> rows;
  std::vector<event> events;
  /// Refused as `too_late` unless the commit begins before this. The epoch: never too late.
  instant deadline{};
};

} // namespace frontrow
