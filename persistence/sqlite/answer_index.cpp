#include "persistence/sqlite/answer_index.hpp"

#include <algorithm>

namespace frontrow::sqlite {

namespace {

/// Both halves of the product, so that every input bit reaches every output bit.
std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  __extension__ using wide = unsigned __int128;
  const auto product = static_cast<wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t word_at(std::string_view bytes) {
  std::uint64_t x = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    x |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << 8 * i;
  return x;
}

} // namespace

std::uint64_t hash_of(const answer_key& key, std::uint64_t seed) {
  constexpr std::uint64_t odd = 0x9e37'79b9'7f4a'7c15;  // the golden ratio's fraction
  constexpr std::uint64_t root = 0xb504'f333'f9de'6485; // the root of two's
  auto hash = mix(raw(key.user) ^ seed, odd);
  hash = mix(hash ^ static_cast<std::uint64_t>(key.what) ^ key.key.size() << 8, root ^ seed);
  for (auto rest = key.key; !rest.empty();
       rest.remove_prefix(std::min<std::size_t>(8, rest.size())))
    hash = mix(hash ^ word_at(rest.substr(0, 8)), odd ^ seed) + root;
  return mix(hash, root);
}

answer_index::answer_index() {
  for (auto& one : parts_)
    one.max_load_factor(0.85F);
}

void answer_index::insert(std::uint64_t hash, std::uint64_t position) {
  auto& where = parts_[hash >> 56];
  newest_ = std::max(newest_, position);
  ++size_;
  if (!where.try_emplace(small_hash{hash}, static_cast<std::uint32_t>(position)).second)
    rest_.emplace_back(hash, position);
}

void answer_index::erase(std::uint64_t hash, std::uint64_t position) {
  auto& where = parts_[hash >> 56];
  auto found = where.find(small_hash{hash});
  if (found != where.end() && whole(found->second) == position) {
    where.erase(found);
    --size_;
    // Whoever stood behind it steps forward, or it could not be found any more.
    auto next = std::ranges::find(rest_, hash, &decltype(rest_)::value_type::first);
    if (next != rest_.end()) {
      where.try_emplace(small_hash{hash}, static_cast<std::uint32_t>(next->second));
      rest_.erase(next);
    }
    return;
  }
  size_ -= std::erase(rest_, std::pair{hash, position});
}

} // namespace frontrow::sqlite
