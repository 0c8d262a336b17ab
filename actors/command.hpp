#pragma once

#include "actors/queue/signed_place.hpp"
#include "actors/store/rows.hpp"

#include <string>

namespace frontrow {

/// A wish that changes seats or points, as the edge understood it. Flat, so that it can travel;
/// which members count depends on `what`.
struct command {
  operation what{};
  /// Whose seat or points. Nobody, in confirm and cancel: the reservation's owner is meant.
  user_id user{};
  /// Who asks, when the edge verified it; nobody: whoever asks is taken at its word.
  user_id caller{};
  /// Empty: no idempotency is wanted (charge and use only).
  std::string key;
  fingerprint body;

  schedule_id schedule{};       // reserve
  seat_id seat{};               // reserve
  points price = 0;             // reserve: what the buyer agreed to
  token_id token;               // reserve
  signed_place place;           // reserve: what the token says of itself
  reservation_id reservation{}; // confirm, cancel
  points amount = 0;            // charge, use
  std::uint64_t if_version = 0; // charge, use: refuse unless the wallet is at it, when `has_match`
  bool has_match = false;
};

} // namespace frontrow
