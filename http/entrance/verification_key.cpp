#include "http/entrance/verification_key.hpp"

#include <array>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

namespace frontrow::http::entrance {

namespace {

constexpr std::size_t ed25519_bytes = 32;
constexpr std::size_t ed25519_signature_bytes = 64;
constexpr std::size_t sha256_bytes = 32;

template <auto Free>
struct freeing {
  template <class T>
  void operator()(T* what) const {
    Free(what);
  }
};

using big_number = std::unique_ptr<BIGNUM, freeing<BN_free>>;
using builder = std::unique_ptr<OSSL_PARAM_BLD, freeing<OSSL_PARAM_BLD_free>>;
using parameters = std::unique_ptr<OSSL_PARAM, freeing<OSSL_PARAM_free>>;
using key_context = std::unique_ptr<EVP_PKEY_CTX, freeing<EVP_PKEY_CTX_free>>;
using digest_context = std::unique_ptr<EVP_MD_CTX, freeing<EVP_MD_CTX_free>>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::shared_ptr<void> shared(EVP_PKEY* key) {
  // OpenSSL leaves a note of every failure; nobody reads them here.
  ERR_clear_error();
  return key == nullptr ? nullptr : std::shared_ptr<EVP_PKEY>{key, EVP_PKEY_free};
}

/// Whether a key is sound by itself: an exponent of 1, for example, signs nothing.
bool is_sound(EVP_PKEY* key) {
  const key_context context{EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr)};
  const bool is_right = context && EVP_PKEY_public_check(context.get()) == 1;
  ERR_clear_error();
  return is_right;
}

EVP_PKEY* make_rsa(std::string_view modulus, std::string_view exponent) {
  const big_number n{BN_bin2bn(bytes_of(modulus), static_cast<int>(modulus.size()), nullptr)};
  const big_number e{BN_bin2bn(bytes_of(exponent), static_cast<int>(exponent.size()), nullptr)};
  const builder making{OSSL_PARAM_BLD_new()};
  if (!n || !e || !making
      || OSSL_PARAM_BLD_push_BN(making.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1
      || OSSL_PARAM_BLD_push_BN(making.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
    return nullptr;
  const parameters of{OSSL_PARAM_BLD_to_param(making.get())};
  const key_context context{EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr)};
  EVP_PKEY* key = nullptr;
  if (!of || !context || EVP_PKEY_fromdata_init(context.get()) != 1
      || EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, of.get()) != 1)
    return nullptr;
  return key;
}

bool is_of_secret(const std::string& secret, std::string_view text, std::string_view signature) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> wanted{};
  unsigned size = 0;
  const bool is_made = HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
                            bytes_of(text), text.size(), wanted.data(), &size)
                       != nullptr;
  return is_made && size == sha256_bytes && signature.size() == size
         && CRYPTO_memcmp(wanted.data(), signature.data(), size) == 0;
}

} // namespace

std::string_view name_of(algorithm is) {
  switch (is) {
  case algorithm::hs256:
    return "HS256";
  case algorithm::rs256:
    return "RS256";
  case algorithm::eddsa:
    return "EdDSA";
  }
  return "none";
}

verification_key::made verification_key::of_secret(std::string id, std::string secret) {
  if (secret.size() < secret_bytes_min)
    return "a secret of " + std::to_string(secret.size()) + " bytes; HS256 needs "
           + std::to_string(secret_bytes_min);
  verification_key made{algorithm::hs256, std::move(id)};
  made.secret_ = std::move(secret);
  return made;
}

verification_key::made verification_key::of_rsa(std::string id, std::string_view modulus,
                                                std::string_view exponent) {
  if (modulus.size() > rsa_bits_max / 8 || exponent.size() > 8)
    return std::string{"an RSA key that is too large"};
  return of_public(std::move(id), shared(make_rsa(modulus, exponent)));
}

verification_key::made verification_key::of_ed25519(std::string id, std::string_view point) {
  if (point.size() != ed25519_bytes)
    return std::string{"an Ed25519 key that is not of 32 bytes"};
  return of_public(std::move(id), shared(EVP_PKEY_new_raw_public_key(
                                      EVP_PKEY_ED25519, nullptr, bytes_of(point), point.size())));
}

verification_key::made verification_key::of_public_key_info(std::string_view der) {
  const auto* at = bytes_of(der);
  const auto* end = at + der.size();
  auto key = shared(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
  if (key && at != end)
    return std::string{"a public key with bytes after its end"};
  return of_public({}, std::move(key));
}

verification_key::made verification_key::of_public(std::string id, std::shared_ptr<void> key) {
  if (!key)
    return std::string{"a public key that cannot be read"};
  auto* const inside = static_cast<EVP_PKEY*>(key.get());
  const auto type = EVP_PKEY_get_base_id(inside);
  if (type != EVP_PKEY_RSA && type != EVP_PKEY_ED25519)
    return std::string{"a public key that is neither RSA nor Ed25519"};
  const auto bits = EVP_PKEY_get_bits(inside);
  if (type == EVP_PKEY_RSA && (bits < rsa_bits_min || bits > rsa_bits_max))
    return "an RSA key of " + std::to_string(bits) + " bits; right would be "
           + std::to_string(rsa_bits_min) + " to " + std::to_string(rsa_bits_max);
  if (!is_sound(inside))
    return std::string{"a public key that is not sound"};
  verification_key made{type == EVP_PKEY_RSA ? algorithm::rs256 : algorithm::eddsa, std::move(id)};
  made.public_ = std::move(key);
  return made;
}

bool verification_key::verifies(std::string_view text, std::string_view signature) const {
  if (is_ == algorithm::hs256)
    return is_of_secret(secret_, text, signature);
  auto* key = static_cast<EVP_PKEY*>(public_.get());
  const bool is_rsa = is_ == algorithm::rs256;
  const auto size
      = is_rsa ? static_cast<std::size_t>(EVP_PKEY_get_size(key)) : ed25519_signature_bytes;
  if (signature.size() != size)
    return false;
  const digest_context context{EVP_MD_CTX_new()};
  // RSA signs with PKCS #1 v1.5 padding unless told otherwise, which is what RS256 means.
  const bool is_right = context
                        && EVP_DigestVerifyInit(context.get(), nullptr,
                                                is_rsa ? EVP_sha256() : nullptr, nullptr, key)
                               == 1
                        && EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(),
                                            bytes_of(text), text.size())
                               == 1;
  ERR_clear_error();
  return is_right;
}

} // namespace frontrow::http::entrance
