#pragma once

#include "http/entrance/bearer_token.hpp"

#include <array>
#include <mutex>
#include <vector>

namespace frontrow::http::entrance {

/// Remembers whose the tokens are that were verified lately, so that a client is not verified anew
/// at each request. Knows tokens by their SHA-256 only, takes a fixed number of them, and forgets
/// those first that end first. For all threads.
class verified_tokens {
public:
  using digest = std::array<std::uint64_t, 4>;
  using known = std::shared_ptr<const identity>;

  static constexpr std::size_t sets = 16'384;
  static constexpr std::size_t ways = 4;

  /// Throws `std::runtime_error` where OpenSSL has no SHA-256.
  verified_tokens();

  digest digest_of(std::string_view token) const;

  /// Whose it is, if it was verified by these very keys and still counts; else null.
  known find(const digest& token, std::uint64_t keys, instant now) const;
  void keep(const digest& token, std::uint64_t keys, known who);

private:
  struct slot {
    digest token{};
    std::uint64_t keys = 0;
    known who;
  };

  static constexpr std::size_t locks = 64;

  std::mutex& lock_of(const digest& token) const { return locks_[token[0] % locks]; }
  std::size_t first_of(const digest& token) const { return token[0] % sets * ways; }

  std::shared_ptr<void> sha256_; // an EVP_MD: looking it up costs more than using it
  std::vector<slot> slots_;
  mutable std::array<std::mutex, locks> locks_;
};

} // namespace frontrow::http::entrance
