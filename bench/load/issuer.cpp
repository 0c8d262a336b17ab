#include "bench/load/issuer.hpp"

#include "http/entrance/base64url.hpp"

#include <nlohmann/json.hpp>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace frontrow::load {

namespace {

using json = nlohmann::json;

std::string sealed(const std::string& secret, const std::string& text) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), out, &size);
  return {reinterpret_cast<const char*>(out), size};
}

bool is_secret(const json& key) {
  return key.is_object() && key.contains("kty") && key["kty"] == "oct" && key.contains("k")
         && key["k"].is_string();
}

/// The first secret among the keys.
json secret_in(const json& all) {
  if (is_secret(all))
    return all;
  if (all.is_object() && all.contains("keys"))
    for (const auto& one : all["keys"])
      if (is_secret(one))
        return one;
  return {};
}

} // namespace

std::optional<issuer> issuer::from(std::string_view key_set, const claims& say) {
  const auto key = secret_in(json::parse(key_set, nullptr, false));
  const auto secret
      = key.is_null() ? std::nullopt : http::entrance::decode_base64url(key.value("k", ""));
  if (!secret || secret->empty())
    return {};
  json head{{"alg", "HS256"}, {"typ", "JWT"}};
  if (key.contains("kid"))
    head["kid"] = key["kid"];
  json rest{
      {"exp", std::chrono::floor<std::chrono::seconds>(say.until).time_since_epoch().count()}};
  if (!say.issuer.empty())
    rest["iss"] = say.issuer;
  if (!say.audience.empty())
    rest["aud"] = say.audience;
  issuer made;
  made.secret_ = *secret;
  made.head_ = http::entrance::encode_base64url(head.dump());
  made.rest_ = rest.dump().substr(1);
  return made;
}

std::string issuer::authorization(std::string_view user) const {
  const auto body = R"({"sub":")" + std::string{user} + R"(",)" + rest_;
  const auto text = head_ + '.' + http::entrance::encode_base64url(body);
  return "Bearer " + text + '.' + http::entrance::encode_base64url(sealed(secret_, text));
}

} // namespace frontrow::load
