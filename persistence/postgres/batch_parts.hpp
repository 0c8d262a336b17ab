#pragma once

#include "persistence/postgres/tables.hpp"

/// What a batch's statement is made of.
namespace frontrow::postgres {

struct batch_part {
  std::string sql; // with %1, %2, … for its parameters
  std::vector<array> arrays;
};

/// The parts in the order of their execution: the turn, so that nobody without one waits for
/// anything; answers and other rows; the marks as late as can be, because other batches wait for
/// them; and what takes its place from the marks.
inline constexpr std::size_t turn_part = 0;
inline constexpr std::size_t answer_part = 1;
inline constexpr std::size_t counter_part = 2;
inline constexpr std::size_t parked_part = 3;
inline constexpr std::size_t insert_part = 4;
inline constexpr std::size_t update_part = insert_part + table_count;
inline constexpr std::size_t delete_part = update_part + table_count;
inline constexpr std::size_t mark_part = delete_part + table_count;
inline constexpr std::size_t outbox_part = mark_part + 1;
inline constexpr std::size_t age_part = outbox_part + 1;

/// How another part calls it.
std::string name_of(std::size_t part);

/// All parts, with empty arrays.
std::vector<batch_part> make_batch_parts();

} // namespace frontrow::postgres
