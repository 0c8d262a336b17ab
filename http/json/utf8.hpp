#pragma once

#include <optional>
#include <string_view>

namespace frontrow::http::json {

/// How many bytes the first character takes; 0 when the text does not begin with valid UTF-8
/// (overlong forms, surrogates and what lies beyond U+10FFFF are not), or is empty.
std::size_t character_length(std::string_view);

/// How many characters (code points) there are; nothing when the text is not valid UTF-8.
std::optional<std::size_t> count_characters(std::string_view);

/// Whether there is nothing but white space, of ASCII or of Unicode.
bool is_blank(std::string_view);

} // namespace frontrow::http::json
