#pragma once

#include "http/server/edge_error.hpp"

#include <string_view>

namespace frontrow::http {

/// Whether both are the same text. How long it takes depends on how long `given` is, and on nothing
/// else: neither on where the two differ nor on the length of `wanted`, which is the secret. False
/// also when they could not be compared.
[[nodiscard]] bool is_same_secret(std::string_view wanted, std::string_view given);

/// Whether the caller may do what operators do: `none`, or that the token is missing or wrong, as
/// told by `is_same_secret`. An empty `wanted` lets nobody in.
[[nodiscard]] edge_error check_operator(std::string_view wanted, std::string_view given);

} // namespace frontrow::http
