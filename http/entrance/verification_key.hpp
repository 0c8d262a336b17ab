#pragma once

#include "actors/base/verdict.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace frontrow::http::entrance {

/// What a key is for. It follows from the key's type alone, never from what a token says.
enum class algorithm : std::uint8_t { hs256, rs256, eddsa };

/// As tokens and key sets write it.
std::string_view name_of(algorithm);

inline constexpr std::size_t secret_bytes_min = 32;
inline constexpr int rsa_bits_min = 2'048;
/// Longer ones would make verifying a burden to the io threads.
inline constexpr int rsa_bits_max = 8'192;

/// One key that verifies signatures of one algorithm. Cheap to copy; may be used by all threads at
/// once.
class verification_key {
public:
  /// A key, or in words what is wrong with it.
  using made = verdict<verification_key, std::string>;

  /// For HS256.
  static made of_secret(std::string id, std::string secret);
  /// For RS256: modulus and exponent, big-endian.
  static made of_rsa(std::string id, std::string_view modulus, std::string_view exponent);
  /// For EdDSA with Ed25519.
  static made of_ed25519(std::string id, std::string_view point);
  /// RSA or Ed25519, from a DER SubjectPublicKeyInfo, which has no room for an id.
  static made of_public_key_info(std::string_view der);

  algorithm is() const noexcept { return is_; }
  /// Empty: the key has none.
  const std::string& id() const noexcept { return id_; }

  /// Whether this key made the signature. Secrets are compared in constant time.
  [[nodiscard]] bool verifies(std::string_view text, std::string_view signature) const;

private:
  verification_key(algorithm is, std::string id) : is_(is), id_(std::move(id)) {}
  static made of_public(std::string id, std::shared_ptr<void> key);

  algorithm is_;
  std::string id_;
  std::string secret_;
  std::shared_ptr<void> public_; // an EVP_PKEY
};

} // namespace frontrow::http::entrance
