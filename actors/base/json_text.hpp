#pragma once

#include <string>
#include <string_view>

/// Texts as JSON wants them.
namespace frontrow {

/// How many bytes the first character takes; 0 when the text does not begin with valid UTF-8
/// (overlong forms, surrogates and what lies beyond U+10FFFF are not), or is empty.
std::size_t character_length(std::string_view);

/// In quotes and escaped. Bytes that are not UTF-8 become U+FFFD, so the output always is.
void append_json_text(std::string& out, std::string_view);

} // namespace frontrow
