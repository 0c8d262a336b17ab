#pragma once

#include "actors/base/words.hpp"
#include "http/entrance/key_ring.hpp"

namespace frontrow::http::entrance {

/// The longest token that is looked at.
inline constexpr std::size_t token_size_max = 8'192;
inline constexpr std::size_t subject_size_max = 255;

/// What a token must say besides being signed.
struct token_rules {
  std::string issuer;   // empty: any
  std::string audience; // empty: only tokens that name none
  milliseconds leeway{0};
};

/// Who a verified token's bearer is.
struct identity {
  std::string subject;
  user_id user{};         // of a subject that is a decimal id as we print it; else `no_user`
  std::uint64_t mark = 0; // stands for the subject where a number must do: 64 bits of its SHA-256
  instant until{};        // the token counts before this
};

/// Nobody's id: ids end below 2^63.
inline constexpr user_id no_user{~std::uint64_t{0}};

/// Why a token does not count: fixed text that fits into a header.
struct token_fault {
  std::string_view why;
};

/// Judges a token in the compact form of RFC 7515 by RFC 7519 and RFC 8725. Nothing of the payload
/// is read before the signature is right. Everything the bearer controls is bounded.
verdict<identity, token_fault> verify(std::string_view token, const key_ring&, const token_rules&,
                                      instant now);

} // namespace frontrow::http::entrance
