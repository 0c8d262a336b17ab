#pragma once

#include <string_view>

/// Files of this folder, embedded when building.
namespace frontrow::http::operations {

extern const std::string_view openapi_json;
extern const std::string_view docs_html;

} // namespace frontrow::http::operations
