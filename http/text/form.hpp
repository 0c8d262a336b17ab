#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Names and values in a query or a form.
namespace frontrow::http {

/// %41 is A; in a form + is a space as well. Nothing when a % is not followed by two hexadecimal
/// digits.
std::optional<std::string> decode_percent(std::string_view, bool as_form);

/// The decoded value of the first `name` in a=1&b=2; nothing when it is absent or badly encoded.
std::optional<std::string> find_value(std::string_view query, std::string_view name);

} // namespace frontrow::http
