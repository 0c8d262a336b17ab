#pragma once

#include "actors/command.hpp"
#include "actors/gate/gate_messages.hpp"
#include "actors/queue/queue_messages.hpp"
#include "actors/wallet/wallet_messages.hpp"
#include "config/settings.hpp"

#include <string>
#include <vector>

/// What is written down while a history runs. Plain data: checkers judge it, and their own tests
/// falsify it.
namespace frontrow::test {

/// Counts sends, answers and commits: who was first is never in doubt.
enum class moment : std::uint64_t {};

/// A write set that became durable.
struct committed_set {
  moment when{};
  instant at{};
  write_set what;
};

enum class wish {
  reserve,
  confirm,
  cancel,
  charge,
  use,
  enter,
  ask,
  leave,
  join,
  see_seat,
  see_wallet,
  follow,
};

/// One try of a deed, in one life of the server. What was not heard when that life ended never is.
struct attempt {
  std::uint32_t life = 0;
  moment sent{};
  instant sent_at{};
  moment heard{};
  instant heard_at{};
  bool is_heard = false;
  /// Heard, but it was neither yes nor no.
  bool is_failure = false;
  outcome came;         // reserve, confirm, cancel, charge, use
  queue_ticket ticket;  // enter, ask, leave
  join_answer joined;   // join
  seat_view seat;       // see_seat
  wallet_row wallet;    // see_wallet
  feed_page page;       // follow
  std::string breakage; // of a failure that is no failure of the store

  bool is_answer() const { return is_heard && !is_failure; }
};

/// Something that a client wants; it may try more than once with the same key and body.
struct deed {
  wish what{};
  user_id user{};
  schedule_id schedule{};
  command order;         // reserve, confirm, cancel, charge, use
  join entry;            // join
  token_id token;        // ask, leave
  seat_id seat{};        // see_seat
  event_cursor from;     // follow
  bool is_probe = false; // another body under a key whose answer was heard before
  std::vector<attempt> attempts;
};

struct evidence {
  settings how;
  std::uint32_t partitions = 1; // of the store
  std::vector<schedule_row> schedules;
  std::vector<committed_set> journal;
  std::vector<deed> deeds;
  std::vector<moment> rests; // when nothing was on its way to anybody
  std::uint64_t moments = 0;
  std::uint32_t life = 0;
  bool is_calm = true; // no fault, no crash, no slow store

  moment next() { return moment{++moments}; }
};

/// What is wrong with a history, a line each.
using complaints = std::vector<std::string>;

} // namespace frontrow::test
