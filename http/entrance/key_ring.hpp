#pragma once

#include "http/entrance/verification_key.hpp"

#include <optional>
#include <vector>

namespace frontrow::http::entrance {

/// The keys that count at present, and which of them may verify a token. Immutable.
class key_ring {
public:
  /// Keys without an id that are tried on a token: each costs a verification.
  static constexpr std::size_t nameless_max = 4;

  enum class outcome : std::uint8_t { right, wrong, no_key };

  /// In words what is wrong: two keys of one id and algorithm, or too many without an id.
  static verdict<key_ring, std::string> of(std::vector<verification_key>);

  std::size_t size() const noexcept { return keys_.size(); }

  /// Tries the keys of `is` that have this id or none. Without an id: those that have none, or the
  /// only one there is of `is`.
  outcome check(algorithm is, std::optional<std::string_view> id, std::string_view text,
                std::string_view signature) const;

private:
  explicit key_ring(std::vector<verification_key> keys) : keys_(std::move(keys)) {}

  std::vector<verification_key> keys_;
};

} // namespace frontrow::http::entrance
