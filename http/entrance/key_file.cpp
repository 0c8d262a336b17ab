#include "http/entrance/key_file.hpp"

#include "http/entrance/base64url.hpp"
#include "http/json/parse.hpp"

#include <algorithm>
#include <optional>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace frontrow::http::entrance {

namespace {

using keys = verdict<std::vector<verification_key>, std::string>;
using found = std::optional<verification_key::made>; // nothing: a key that is not for us

/// A member that is a string; empty when it is not there or another thing.
std::string_view text_of(const json::value& jwk, std::string_view name) {
  const auto* member = json::find(jwk, name);
  return member != nullptr && member->is == json::value::kind::text ? member->text
                                                                    : std::string_view{};
}

bool is_absent_or(const json::value& jwk, std::string_view name, std::string_view wanted) {
  return json::find(jwk, name) == nullptr || text_of(jwk, name) == wanted;
}

bool may_verify(const json::value& jwk) {
  const auto* operations = json::find(jwk, "key_ops");
  if (!is_absent_or(jwk, "use", "sig"))
    return false;
  return operations == nullptr
         || std::ranges::any_of(operations->items,
                                [](const json::value& each) { return each.text == "verify"; });
}

verification_key::made read_secret(const json::value& jwk, std::string id) {
  auto secret = decode_base64url(text_of(jwk, "k"));
  if (!secret)
    return std::string{"a secret (k) that is not base64url"};
  return verification_key::of_secret(std::move(id), std::move(*secret));
}

verification_key::made read_rsa(const json::value& jwk, std::string id) {
  const auto modulus = decode_base64url(text_of(jwk, "n"));
  const auto exponent = decode_base64url(text_of(jwk, "e"));
  if (!modulus || !exponent)
    return std::string{"an RSA key whose n or e is not base64url"};
  return verification_key::of_rsa(std::move(id), *modulus, *exponent);
}

verification_key::made read_ed25519(const json::value& jwk, std::string id) {
  const auto point = decode_base64url(text_of(jwk, "x"));
  if (!point)
    return std::string{"an Ed25519 key whose x is not base64url"};
  return verification_key::of_ed25519(std::move(id), *point);
}

found read_key(const json::value& jwk) {
  const auto type = text_of(jwk, "kty");
  const auto is_ours = [&](std::string_view kind, algorithm is) {
    return type == kind && is_absent_or(jwk, "alg", name_of(is)) && may_verify(jwk);
  };
  std::string id{text_of(jwk, "kid")};
  if (is_ours("oct", algorithm::hs256))
    return read_secret(jwk, std::move(id));
  const bool is_rsa = is_ours("RSA", algorithm::rs256);
  const bool is_ed25519 = is_ours("OKP", algorithm::eddsa) && text_of(jwk, "crv") == "Ed25519";
  if (!is_rsa && !is_ed25519)
    return {};
  if (json::find(jwk, "d") != nullptr)
    return std::string{"a private key (d); only its public half belongs here"};
  return is_rsa ? read_rsa(jwk, std::move(id)) : read_ed25519(jwk, std::move(id));
}

keys read_key_set(std::string_view text) {
  const auto set = json::parse(text);
  if (!set)
    return "no JSON Web Key Set: " + set.error().what;
  const auto* list = json::find(*set, "keys");
  if (list == nullptr || list->is != json::value::kind::list)
    return std::string{"no JSON Web Key Set: it has no list \"keys\""};
  std::vector<verification_key> out;
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    auto key = read_key(list->items[i]);
    if (!key)
      continue;
    if (!*key)
      return "keys[" + std::to_string(i) + "] is " + key->error();
    out.push_back(**std::move(key));
  }
  if (out.empty())
    return std::string{"no key for HS256, RS256 or EdDSA in it"};
  return out;
}

/// One block of a PEM file as OpenSSL gives it.
struct block {
  char* name = nullptr;
  char* head = nullptr;
  unsigned char* data = nullptr;
  long size = 0;

  block() = default;
  block(const block&) = delete;
  block& operator=(const block&) = delete;
  ~block() {
    OPENSSL_free(name);
    OPENSSL_free(head);
    OPENSSL_free(data);
  }
};

verification_key::made read_block(const block& from) {
  const std::string_view name{from.name};
  if (name.ends_with("PRIVATE KEY"))
    return std::string{"a private key; only its public half belongs here"};
  if (name != "PUBLIC KEY")
    return "a " + std::string{name} + "; right would be a PUBLIC KEY";
  return verification_key::of_public_key_info(
      {reinterpret_cast<const char*>(from.data), static_cast<std::size_t>(from.size)});
}

keys read_pem(std::string_view text) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> source{
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free};
  std::vector<verification_key> out;
  for (;;) {
    block next;
    ERR_clear_error();
    if (PEM_read_bio(source.get(), &next.name, &next.head, &next.data, &next.size) != 1)
      break;
    auto key = read_block(next);
    if (!key)
      return key.error();
    out.push_back(*std::move(key));
  }
  const bool is_at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (!is_at_end)
    return std::string{"PEM that is broken or cut off"};
  if (out.empty())
    return std::string{"no key in it"};
  return out;
}

} // namespace

keys read_keys(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin != text.npos && text[begin] == '{')
    return read_key_set(text);
  if (text.find("-----BEGIN ") == text.npos)
    return std::string{"neither PEM nor a JSON Web Key Set"};
  return read_pem(text);
}

} // namespace frontrow::http::entrance
