#pragma once

#include "actors/schedule/seat_list.hpp"

#include <span>

namespace frontrow {

/// The seat list as JSON, in pieces of `seats_per_piece`. A change makes its piece stale; reading
/// prints stale pieces again and shares all others with the readers before.
class printed_hall {
public:
  static constexpr std::uint32_t seats_per_piece = 128;

  printed_hall(const schedule_row& facts, std::uint32_t seats);

  void touch(seat_id);

  /// `rows` are the hall's, by seat.
  printed_seats read(bool as_fcfs, const schedule_row& facts, std::span<const seat_row> rows);

private:
  struct form {
    std::vector<std::shared_ptr<const std::string>> pieces; // null: stale
    printed_seats whole;                                    // null: stale
  };

  std::string print(bool as_fcfs, std::uint32_t piece, const schedule_row& facts,
                    std::span<const seat_row> rows) const;

  std::vector<std::string> section_names_; // quoted and escaped
  form concert_;
  form fcfs_;
};

} // namespace frontrow
