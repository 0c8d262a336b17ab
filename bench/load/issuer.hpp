#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace frontrow::load {

/// Signs people's bearer tokens with a secret that the server knows too (HS256).
class issuer {
public:
  struct claims {
    std::string issuer;   // empty: not said
    std::string audience; // empty: not said
    std::chrono::system_clock::time_point until;
  };

  /// @param key_set The text of a key set, or of one key, with a secret in it (`"kty":"oct"`).
  /// Gives nothing when there is none.
  static std::optional<issuer> from(std::string_view key_set, const claims&);

  /// The value of `Authorization` for this user.
  std::string authorization(std::string_view user) const;

private:
  issuer() = default;

  std::string secret_;
  std::string head_; // as it stands in the token
  std::string rest_; // of the claims, behind the user
};

} // namespace frontrow::load
