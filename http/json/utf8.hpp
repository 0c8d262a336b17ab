#pragma once

#include "actors/base/json_text.hpp"

#include <optional>
#include <string_view>

namespace frontrow::http::json {

using frontrow::character_length;

/// How many characters (code points) there are; nothing when the text is not valid UTF-8.
std::optional<std::size_t> count_characters(std::string_view);

/// Whether there is nothing but white space, of ASCII or of Unicode.
bool is_blank(std::string_view);

} // namespace frontrow::http::json
