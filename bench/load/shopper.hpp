#pragma once

#include <cstdint>
#include <string>

namespace frontrow::load {

/// One buyer of an on-sale: what it wants, holds and was told.
struct shopper {
  /// What was told of the reservation last; `asked_…` when no answer to the last wish ever came.
  enum class stand { nothing, held, asked_confirm, confirmed, asked_cancel, cancelled };

  std::uint64_t user = 0;
  std::string token{};
  std::uint64_t seat = 0;
  std::int64_t price = 0;
  std::string reservation{};
  stand stands = stand::nothing;
  unsigned tries = 0;    // of reserving
  unsigned patience = 0; // how often it still waits for a server that is too busy
  std::int64_t charged = 0;
  std::int64_t paid = 0;         // less what was refunded
  bool is_money_unknown = false; // a charge or a payment got no answer
};

} // namespace frontrow::load
