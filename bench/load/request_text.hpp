#pragma once

#include <string>
#include <string_view>

namespace frontrow::load {

/// A complete HTTP/1.1 request. `headers` are further lines, each ended by CRLF. A body is JSON.
std::string request_text(std::string_view method, std::string_view path, std::string_view host,
                         std::string_view headers = {}, std::string_view body = {});

/// One header line with its end.
std::string header_line(std::string_view name, std::string_view value);

/// The value of the cookie that a Set-Cookie header sets; empty when it sets another one.
std::string_view cookie_value(std::string_view set_cookie, std::string_view name);

} // namespace frontrow::load
