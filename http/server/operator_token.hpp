#pragma once

#include "http/server/edge_error.hpp"

#include <string_view>

namespace frontrow::http {

/// Whether the caller may do what operators do: `none`, or that the token is missing or wrong.
/// Takes as long for a nearly right token as for a quite wrong one. An empty `wanted` lets nobody
/// in.
[[nodiscard]] edge_error check_operator(std::string_view wanted, std::string_view given);

} // namespace frontrow::http
