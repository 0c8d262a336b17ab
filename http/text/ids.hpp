#pragma once

#include "actors/base/words.hpp"

#include <optional>
#include <string>
#include <string_view>

/// Ids and numbers as clients write and read them.
namespace frontrow::http {

/// Ids in requests are positive and below 2^63.
inline constexpr std::uint64_t id_max = 0x7fff'ffff'ffff'ffff;

/// Digits only, no sign, no space, at most `largest`; leading zeros are fine.
std::optional<std::uint64_t> parse_decimal(std::string_view, std::uint64_t largest = ~0ull);

/// 13 characters of Crockford's base 32, which sort as the ids do.
std::string print_id(reservation_id);
/// Reads either case, and O as 0, I and L as 1, as Crockford wants it. Nothing for anything else.
std::optional<reservation_id> parse_reservation_id(std::string_view);

/// 32 hexadecimal digits.
std::string print_token(token_id);
/// Nothing for anything else, and for the token that is none.
std::optional<token_id> parse_token(std::string_view);

} // namespace frontrow::http
