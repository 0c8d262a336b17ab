#pragma once

#include "actors/store/rows.hpp"

#include <optional>
#include <queue>
#include <string>
#include <unordered_map>
#include <unordered_set>

/// The rules of the FCFS gate: who may try, and who has succeeded. Pure.
namespace frontrow {

struct gate_limits {
  milliseconds user_ttl{}; // 0: a guard never expires
  bool guard_by_ip = true;
};

/// What the gate says to somebody who comes.
struct gate_view {
  refusal no = refusal::none; // duplicate, already_reserved, contention
  seat_id seat{};             // already_reserved
  std::uint64_t sequence = 0; // likewise
  instant guard_until{};      // duplicate: when to come again; instant::max(): never
  /// An attempt of the user, or of the address, ended and nobody knows how: nothing can be said
  /// yet.
  bool is_doubtful = false;
};

class guard_book {
public:
  explicit guard_book(gate_limits limits) : limits_{limits} {}

  /// A booking of old: its success record, and its guard if that still lives. Ends the doubt about
  /// the attempt that it came of.
  void restore(const booking_row&, instant now);

  /// An attempt that was let in by a book before this one, and is on its way. `guard_until`: of the
  /// guard that it set; the epoch: none.
  void resume(const std::string& user, const std::string& address, instant guard_until);

  /// An attempt ended without anybody knowing how. Its user and its address are not let in until
  /// `restore` or `release` tells.
  void doubt(const std::string& user, const std::string& address);

  /// Sets the guard, unless the user or the address has one (duplicate), the user's success record
  /// is all that is left (already_reserved), or an attempt of the user is still on its way, whose
  /// guard has ended or which came by the other port (contention).
  gate_view enter(const std::string& user, const std::string& address, instant now);

  /// For somebody else's gateway: no guard is set or looked at, but one attempt at a time is let
  /// through for each user; another meanwhile is refused with contention.
  gate_view enter_behind_gateway(const std::string& user);

  /// The attempt ended in anything but success.
  void release(const std::string& user, const std::string& address);

  /// The attempt won this seat. Its guard, if it set one, lives on.
  void succeed(const booking_row&);

  /// Forgets guards that have run out, a few at a time.
  void tidy(instant now);

  instant guard_end(instant now) const;

private:
  struct record {
    instant guard_until{}; // the epoch: no guard
    seat_id seat{};        // 0: no success
    std::uint64_t sequence = 0;
    bool is_trying = false;   // an attempt is on its way
    bool is_doubtful = false; // or ended, and nobody knows how
  };
  struct ending {
    instant at;
    std::string name;
    bool is_address;
    bool operator>(const ending& other) const { return at > other.at; }
  };

  bool is_guarded_address(const std::string& address, instant now, instant& until) const;
  void plan(instant at, const std::string& name, bool is_address);

  gate_limits limits_;
  std::unordered_map<std::string, record> users_;
  std::unordered_map<std::string, instant> addresses_;
  std::unordered_set<std::string> doubtful_addresses_;
  std::priority_queue<ending, std::vector<ending>, std::greater<>> endings_;
};

} // namespace frontrow
