#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Reads queries (`a=1&b=2`) and forms (`application/x-www-form-urlencoded`).
namespace frontrow::http {

/// `%41` becomes `A`; with `plus_is_space`, `+` becomes a space. Nothing when the encoding is
/// broken.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text,
                                                        bool plus_is_space = false);

/// The decoded value of the first field of that name; empty text for a field without a value.
/// Nothing when there is no such field or its encoding is broken.
[[nodiscard]] std::optional<std::string> query_value(std::string_view query, std::string_view name);

/// Whether every field of a query or form is encoded soundly.
[[nodiscard]] bool is_sound_query(std::string_view query);

/// Whether a `Content-Type` names this media type, whatever its parameters.
[[nodiscard]] bool is_media_type(std::string_view header, std::string_view type);

} // namespace frontrow::http
