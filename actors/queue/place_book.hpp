#pragma once

#include "actors/base/words.hpp"

#include <array>
#include <deque>
#include <memory>

namespace frontrow {

/// A page for each place, by its number. Pages of places that nobody has taken cost next to
/// nothing, so that numbers may leave gaps; finding one costs O(1).
template <class Page>
class place_book {
public:
  Page* find(place_number place) {
    const auto* block = block_of(place);
    return block == nullptr || !*block ? nullptr : &(**block)[raw(place) % block_size];
  }

  /// The page of any place; a fresh one where there was none.
  Page& open(place_number place) {
    const auto at = raw(place) / block_size;
    if (blocks_.empty())
      first_block_ = at;
    for (; at < first_block_; --first_block_)
      blocks_.emplace_front();
    while (at - first_block_ >= blocks_.size())
      blocks_.emplace_back();
    auto& block = blocks_[at - first_block_];
    if (!block)
      block = std::make_unique<pages>();
    return (*block)[raw(place) % block_size];
  }

  /// Forgets places below this one; some may be remembered a while.
  void forget_below(place_number place) {
    while (!blocks_.empty() && (first_block_ + 1) * block_size <= raw(place)) {
      blocks_.pop_front();
      ++first_block_;
    }
  }

private:
  static constexpr std::uint64_t block_size = 16;
  using pages = std::array<Page, block_size>;

  const std::unique_ptr<pages>* block_of(place_number place) const {
    const auto at = raw(place) / block_size;
    if (at < first_block_ || at - first_block_ >= blocks_.size())
      return nullptr;
    return &blocks_[at - first_block_];
  }

  std::deque<std::unique_ptr<pages>> blocks_;
  std::uint64_t first_block_ = 0;
};

} // namespace frontrow
