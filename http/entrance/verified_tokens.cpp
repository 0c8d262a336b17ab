#include "http/entrance/verified_tokens.hpp"

#include <stdexcept>

#include <openssl/evp.h>

namespace frontrow::http::entrance {

verified_tokens::verified_tokens() : slots_(sets * ways) {
  auto* found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (found == nullptr)
    throw std::runtime_error{"OpenSSL has no SHA-256"};
  sha256_ = std::shared_ptr<EVP_MD>{found, EVP_MD_free};
}

verified_tokens::digest verified_tokens::digest_of(std::string_view token) const {
  digest out{};
  const bool is_made
      = EVP_Digest(token.data(), token.size(), reinterpret_cast<unsigned char*>(out.data()),
                   nullptr, static_cast<const EVP_MD*>(sha256_.get()), nullptr)
        == 1;
  // All tokens would be one.
  if (!is_made)
    throw std::runtime_error{"OpenSSL made no SHA-256"};
  return out;
}

verified_tokens::known verified_tokens::find(const digest& token, std::uint64_t keys,
                                             instant now) const {
  const std::lock_guard lock{lock_of(token)};
  for (auto at = first_of(token), end = at + ways; at < end; ++at)
    if (const auto& each = slots_[at]; each.who && each.token == token)
      return each.keys == keys && now < each.who->until ? each.who : nullptr;
  return nullptr;
}

void verified_tokens::keep(const digest& token, std::uint64_t keys, known who) {
  const std::lock_guard lock{lock_of(token)};
  auto* chosen = &slots_[first_of(token)];
  for (auto at = first_of(token), end = at + ways; at < end; ++at) {
    auto& each = slots_[at];
    if (each.who && each.token == token) {
      chosen = &each;
      break;
    }
    if (chosen->who && (!each.who || each.who->until < chosen->who->until))
      chosen = &each;
  }
  *chosen = {token, keys, std::move(who)};
}

} // namespace frontrow::http::entrance
