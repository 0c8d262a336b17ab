#pragma once

#include "persistence/codec/blobs.hpp"

#include <tsl/robin_map.h>

#include <array>
#include <optional>
#include <vector>

namespace frontrow::sqlite {

/// The hash that a key is indexed under. It is stored, so it never changes for a given seed.
std::uint64_t hash_of(const answer_key&, std::uint64_t seed);

/// Where the answers of the last day are, by the hash of their keys. Answers are numbered in the
/// order of their commits. About 25 bytes an answer; no insert moves more than a 256th of them.
class answer_index {
public:
  answer_index();

  void insert(std::uint64_t hash, std::uint64_t position);
  void erase(std::uint64_t hash, std::uint64_t position);
  std::size_t size() const { return size_; }

  /// The first answer under this hash that `is_it(position)` recognises.
  template <class IsIt>
  std::optional<std::uint64_t> find(std::uint64_t hash, IsIt is_it) const {
    const auto& own = parts_[hash >> 56];
    auto found = own.find(small_hash{hash});
    if (found == own.end())
      return {};
    if (auto position = whole(found->second); is_it(position))
      return position;
    for (const auto& [other, position] : rest_)
      if (other == hash && is_it(position))
        return position;
    return {};
  }

private:
  // Halves make the entry 12 bytes instead of 16, and with its bucket 16 instead of 24.
  struct small_hash {
    explicit small_hash(std::uint64_t x)
        : high{static_cast<std::uint32_t>(x >> 32)}, low{static_cast<std::uint32_t>(x)} {}
    bool operator==(const small_hash&) const = default;

    std::uint32_t high;
    std::uint32_t low;
  };
  struct as_is {
    // The topmost byte is the same all over a part.
    std::size_t operator()(const small_hash& x) const { return std::size_t{x.low} << 24 ^ x.high; }
  };
  using part = tsl::robin_map<small_hash, std::uint32_t, as_is, std::equal_to<>,
                              std::allocator<std::pair<small_hash, std::uint32_t>>, false,
                              tsl::rh::mod_growth_policy<std::ratio<3, 2>>>;

  /// Positions are kept by their lower halves: fewer than 2^32 answers are alive at a time.
  std::uint64_t whole(std::uint32_t lower) const {
    return newest_ - static_cast<std::uint32_t>(static_cast<std::uint32_t>(newest_) - lower);
  }

  std::array<part, 256> parts_;
  /// Those whose hash another one had already: next to none.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> rest_;
  std::uint64_t newest_ = 0;
  std::size_t size_ = 0;
};

} // namespace frontrow::sqlite
