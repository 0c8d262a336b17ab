#pragma once

#include "actors/base/tsid.hpp"

#include <optional>
#include <string>
#include <string_view>

/// Ids and numbers as clients write and read them.
namespace frontrow::http {

/// Ids in requests are positive and below 2^63.
inline constexpr std::uint64_t id_max = 0x7fff'ffff'ffff'ffff;

/// Digits only, no sign, no space, at most `largest`; leading zeros are fine.
std::optional<std::uint64_t> parse_decimal(std::string_view, std::uint64_t largest = ~0ull);

using frontrow::parse_reservation_id;
using frontrow::print_id;

/// 32 hexadecimal digits.
std::string print_token(token_id);
/// Nothing for anything else, and for the token that is none.
std::optional<token_id> parse_token(std::string_view);

} // namespace frontrow::http
