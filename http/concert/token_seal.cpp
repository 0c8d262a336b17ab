#include "http/concert/token_seal.hpp"

#include "http/text/ids.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace frontrow::http::concert {

namespace {

constexpr std::size_t id_length = 32;
constexpr std::size_t signature_size = 32;

struct mac_closer {
  void operator()(EVP_MAC* it) const { EVP_MAC_free(it); }
  void operator()(EVP_MAC_CTX* it) const { EVP_MAC_CTX_free(it); }
};

void append_number(std::string& to, std::uint64_t value) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
  to += '.';
  to.append(digits.data(), end);
}

/// Cuts a dot and a number off the front.
std::optional<std::uint64_t> cut_number(std::string_view& text) {
  if (!text.starts_with('.'))
    return {};
  std::uint64_t value = 0;
  const auto* const end = text.data() + text.size();
  const auto [after, error] = std::from_chars(text.data() + 1, end, value, 16);
  if (error != std::errc{})
    return {};
  text.remove_prefix(static_cast<std::size_t>(after - text.data()));
  return value;
}

bool are_equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace

token_seal::token_seal(std::string_view secret) {
  const std::string key = "frontrow waiting room " + std::string{secret};
  const std::unique_ptr<EVP_MAC, mac_closer> mac{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
  std::string digest = "SHA256";
  const std::array<OSSL_PARAM, 2> how{
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_end()};
  if (mac)
    keyed_.reset(EVP_MAC_CTX_new(mac.get()), mac_closer{});
  if (!keyed_
      || EVP_MAC_init(keyed_.get(), reinterpret_cast<const unsigned char*>(key.data()), key.size(),
                      how.data())
             != 1)
    throw std::runtime_error{"HMAC-SHA-256 is not to be had"};
}

std::string token_seal::sign(std::string_view text) const {
  const std::unique_ptr<EVP_MAC_CTX, mac_closer> mac{EVP_MAC_CTX_dup(keyed_.get())};
  std::array<unsigned char, signature_size> bytes{};
  std::size_t size = 0;
  if (!mac
      || EVP_MAC_update(mac.get(), reinterpret_cast<const unsigned char*>(text.data()), text.size())
             != 1
      || EVP_MAC_final(mac.get(), bytes.data(), &size, bytes.size()) != 1)
    throw std::runtime_error{"HMAC-SHA-256 fails"};
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * size);
  for (const auto b : bytes) {
    hex += digits[b >> 4U];
    hex += digits[b & 15U];
  }
  return hex;
}

std::string token_seal::print(schedule_id schedule, token_id id, const signed_place& at) const {
  std::string text;
  text.reserve(length_max);
  text += print_token(id);
  append_number(text, raw(schedule));
  append_number(text, raw(at.user));
  append_number(text, raw(at.place));
  append_number(text, static_cast<std::uint64_t>(at.issued_at.time_since_epoch().count()));
  const auto signature = sign(text);
  return text + '.' + signature;
}

shown_token token_seal::read(std::string_view text, schedule_id schedule) const {
  const auto id = parse_token(text.substr(0, id_length));
  if (!id || text.size() > length_max)
    return {};
  if (text.size() == id_length)
    return {*id, {}};
  auto rest = text.substr(id_length);
  const auto about = cut_number(rest);
  const auto user = cut_number(rest);
  const auto place = cut_number(rest);
  const auto issued_at = cut_number(rest);
  if (!about || *about != raw(schedule) || !user || !place || !issued_at)
    return {};
  const signed_place at{user_id{*user}, place_number{*place},
                        instant{milliseconds{static_cast<std::int64_t>(*issued_at)}}};
  // What is not written as we write it is none of ours either.
  return are_equal(text, print(schedule, *id, at)) ? shown_token{*id, at} : shown_token{};
}

} // namespace frontrow::http::concert
