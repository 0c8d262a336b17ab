#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace frontrow::test {

/// Whoever issues bearer tokens: a key pair or a secret.
class signer {
public:
  /// One for the whole program: making it takes a while.
  static const signer& rsa();
  static signer weak_rsa();
  static signer ed25519();
  static signer secret(std::string bytes);

  std::string sign(std::string_view text) const;
  /// The public half.
  std::string pem() const;
  std::string private_pem() const;
  /// The public half, or the secret, as a JSON Web Key; `more` is put in after a comma.
  std::string jwk(std::string_view id, std::string_view more = {}) const;

private:
  std::shared_ptr<void> pair_;
  std::string secret_;
};

std::string base64url(std::string_view bytes);

/// The compact form of these two texts, whatever they say, signed.
std::string token(const signer&, std::string_view header, std::string_view payload);

/// A set of the keys, each printed.
std::string key_set(std::initializer_list<std::string> keys);

} // namespace frontrow::test
