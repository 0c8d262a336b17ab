#include "actors/schedule/free_seats.hpp"

#include "actors/base/ensure.hpp"

#include <bit>

namespace frontrow {

free_seats::free_seats(std::uint32_t count) {
  // Bit 0 stands for no seat and is never set: ids begin at one.
  auto words = std::size_t{count} / 64 + 1;
  levels_.emplace_back(words);
  while (words > 1) {
    words = (words + 63) / 64;
    levels_.emplace_back(words);
  }
}

void free_seats::set(seat_id seat, bool free) {
  std::size_t at = raw(seat);
  ensure(at > 0 && at / 64 < levels_[0].size());
  for (auto& level : levels_) {
    auto& word = level[at / 64];
    const auto bit = std::uint64_t{1} << (at % 64);
    word = free ? word | bit : word & ~bit;
    // What is above says whether this word is empty; it hears nothing new while others are set.
    free = word != 0;
    at /= 64;
  }
}

bool free_seats::is_free(seat_id seat) const {
  const std::size_t at = raw(seat);
  return at / 64 < levels_[0].size() && (levels_[0][at / 64] >> (at % 64) & 1) != 0;
}

std::optional<seat_id> free_seats::lowest() const {
  if (levels_.back()[0] == 0)
    return std::nullopt;
  std::size_t at = 0;
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level)
    at = at * 64 + static_cast<std::size_t>(std::countr_zero((*level)[at]));
  return seat_id{static_cast<std::uint32_t>(at)};
}

} // namespace frontrow
