#include "actors/queue/line.hpp"

#include "actors/base/ensure.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace frontrow {

void line::push(place_number place) {
  if (bits_.empty())
    base_ = raw(place) / 64 * 64;
  else if (raw(place) < base_)
    begin_before(place);
  const auto at = raw(place) - base_;
  while (bits_.size() <= at / 64)
    append_word(0);
  const auto bit = std::uint64_t{1} << (at % 64);
  ensure((bits_[at / 64] & bit) == 0);
  bits_[at / 64] |= bit;
  add(at / 64, 1);
  ++size_;
}

void line::append_word(std::uint64_t bits) {
  bits_.push_back(bits);
  // Entry n of the tree sums the words of its lowest bit's span that end at n.
  const auto n = bits_.size();
  std::int64_t sum = std::popcount(bits);
  for (std::size_t step = 1; step < (n & (~n + 1)); step *= 2)
    sum += sums_[n - step - 1];
  sums_.push_back(sum);
}

/// Doubles the line downwards at the least: however many come from below, in whatever order, each
/// pays for a few words.
void line::begin_before(place_number place) {
  const auto words = std::exchange(bits_, {});
  const auto begins = raw(place) / 64 * 64;
  const auto room = std::min<std::uint64_t>(words.size() * 64, base_);
  const auto base = std::min(begins, base_ - room);
  sums_.clear();
  for (auto at = base; at < base_; at += 64)
    append_word(0);
  for (const auto bits : words)
    append_word(bits);
  base_ = base;
}

void line::remove(place_number place) {
  ensure(is_waiting(place));
  const auto at = raw(place) - base_;
  bits_[at / 64] &= ~(std::uint64_t{1} << (at % 64));
  add(at / 64, -1);
  --size_;
}

bool line::is_waiting(place_number place) const {
  if (raw(place) < base_ || (raw(place) - base_) / 64 >= bits_.size())
    return false;
  const auto at = raw(place) - base_;
  return (bits_[at / 64] >> (at % 64) & 1) != 0;
}

std::uint64_t line::ahead_of(place_number place) const {
  if (raw(place) < base_)
    return 0;
  const auto at = raw(place) - base_;
  const auto words = std::min<std::size_t>(at / 64, bits_.size());
  std::int64_t sum = 0;
  for (auto n = words; n > 0; n &= n - 1)
    sum += sums_[n - 1];
  if (at / 64 < bits_.size())
    sum += std::popcount(bits_[at / 64] & ((std::uint64_t{1} << (at % 64)) - 1));
  return static_cast<std::uint64_t>(sum);
}

std::optional<place_number> line::first() const {
  if (size_ == 0)
    return std::nullopt;
  // The longest run of words without anybody in it, found by halving steps down the tree.
  std::size_t empty = 0;
  for (auto step = std::bit_floor(bits_.size()); step > 0; step /= 2)
    if (empty + step <= bits_.size() && sums_[empty + step - 1] == 0)
      empty += step;
  const auto bit = static_cast<std::uint64_t>(std::countr_zero(bits_[empty]));
  return place_number{base_ + empty * 64 + bit};
}

void line::add(std::size_t block, std::int64_t by) {
  for (auto n = block + 1; n <= sums_.size(); n += n & (~n + 1))
    sums_[n - 1] += by;
}

} // namespace frontrow
