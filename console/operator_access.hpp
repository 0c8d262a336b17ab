#pragma once

#include <string>
#include <string_view>

/// What commands need to speak with a running server as its operator.
namespace frontrow::console {

/// The token given, or the one that the server keeps in its data folder. Throws std::runtime_error.
std::string operator_token_of(const std::string& given, const std::string& data);

/// For a query: `seat 500/25` becomes `seat%20500%2F25`.
std::string percent_encode(std::string_view);

} // namespace frontrow::console
