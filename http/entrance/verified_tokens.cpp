#include "http/entrance/verified_tokens.hpp"

#include <openssl/sha.h>

namespace frontrow::http::entrance {

verified_tokens::digest verified_tokens::digest_of(std::string_view token) {
  digest out;
  static_assert(sizeof out == SHA256_DIGEST_LENGTH);
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(),
         reinterpret_cast<unsigned char*>(out.data()));
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
