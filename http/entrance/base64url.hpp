#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace frontrow::http::entrance {

/// RFC 4648 base64url as JOSE wants it: no padding, no white space, no character of the other
/// alphabet, and no bits left over that are not zero, so that bytes have exactly one text. Nothing
/// for anything else.
[[nodiscard]] std::optional<std::string> decode_base64url(std::string_view);
std::string encode_base64url(std::string_view bytes);

} // namespace frontrow::http::entrance
