#include "tests/http/support/token_mint.hpp"

#include "actors/base/ensure.hpp"
#include "http/entrance/base64url.hpp"

#include <vector>

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace frontrow::test {

namespace {

using pair = std::shared_ptr<void>;
using memory = std::unique_ptr<BIO, decltype(&BIO_free)>;

EVP_PKEY* inside(const pair& of) {
  return static_cast<EVP_PKEY*>(of.get());
}

pair owned(EVP_PKEY* key) {
  ensure(key != nullptr);
  return {key, [](void* each) {
            EVP_PKEY_free(static_cast<EVP_PKEY*>(each));
          }};
}

std::string text_in(const memory& from) {
  char* text = nullptr;
  const auto size = BIO_get_mem_data(from.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::string number_of(const pair& key, const char* name) {
  BIGNUM* number = nullptr;
  ensure(EVP_PKEY_get_bn_param(inside(key), name, &number) == 1);
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
  BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
  BN_free(number);
  return bytes;
}

} // namespace

const signer& signer::rsa() {
  static const auto made = [] {
    signer one;
    one.pair_ = owned(EVP_RSA_gen(2'048));
    return one;
  }();
  return made;
}

signer signer::weak_rsa() {
  signer one;
  one.pair_ = owned(EVP_RSA_gen(1'024));
  return one;
}

signer signer::ed25519() {
  signer one;
  one.pair_ = owned(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  return one;
}

signer signer::secret(std::string bytes) {
  signer one;
  one.secret_ = std::move(bytes);
  return one;
}

std::string signer::sign(std::string_view text) const {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::vector<unsigned char> out(1'024);
  std::size_t size = out.size();
  if (!pair_) {
    unsigned length = 0;
    HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()), bytes, text.size(),
         out.data(), &length);
    size = length;
  } else {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free};
    const bool is_rsa = EVP_PKEY_get_base_id(inside(pair_)) == EVP_PKEY_RSA;
    ensure(EVP_DigestSignInit(context.get(), nullptr, is_rsa ? EVP_sha256() : nullptr, nullptr,
                              inside(pair_))
           == 1);
    ensure(EVP_DigestSign(context.get(), out.data(), &size, bytes, text.size()) == 1);
  }
  return {reinterpret_cast<const char*>(out.data()), size};
}

std::string signer::pem() const {
  const memory out{BIO_new(BIO_s_mem()), &BIO_free};
  ensure(PEM_write_bio_PUBKEY(out.get(), inside(pair_)) == 1);
  return text_in(out);
}

std::string signer::private_pem() const {
  const memory out{BIO_new(BIO_s_mem()), &BIO_free};
  ensure(PEM_write_bio_PrivateKey(out.get(), inside(pair_), nullptr, nullptr, 0, nullptr, nullptr)
         == 1);
  return text_in(out);
}

std::string signer::jwk(std::string_view id, std::string_view more) const {
  std::string out = "{";
  if (!id.empty())
    (out += "\"kid\":\"") += std::string{id} + "\",";
  if (!pair_) {
    out += R"("kty":"oct","k":")" + base64url(secret_) + '"';
  } else if (EVP_PKEY_get_base_id(inside(pair_)) == EVP_PKEY_RSA) {
    out += R"("kty":"RSA","n":")" + base64url(number_of(pair_, OSSL_PKEY_PARAM_RSA_N))
           + R"(","e":")" + base64url(number_of(pair_, OSSL_PKEY_PARAM_RSA_E)) + '"';
  } else {
    std::string point(32, '\0');
    std::size_t size = point.size();
    ensure(EVP_PKEY_get_raw_public_key(inside(pair_),
                                       reinterpret_cast<unsigned char*>(point.data()), &size)
           == 1);
    out += R"("kty":"OKP","crv":"Ed25519","x":")" + base64url(point) + '"';
  }
  if (!more.empty())
    (out += ',') += more;
  return out += '}';
}

std::string base64url(std::string_view bytes) {
  return http::entrance::encode_base64url(bytes);
}

std::string token(const signer& by, std::string_view header, std::string_view payload) {
  const auto text = base64url(header) + '.' + base64url(payload);
  return text + '.' + base64url(by.sign(text));
}

std::string key_set(std::initializer_list<std::string> keys) {
  std::string out = R"({"keys":[)";
  for (const auto& key : keys)
    out += (out.ends_with('[') ? "" : ",") + key;
  return out + "]}";
}

} // namespace frontrow::test
