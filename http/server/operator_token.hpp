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

/// Who the caller is by the same rules: whoever has either token may look, the reader's alone may
/// not act (`read_only`). An empty `reader` lets nobody in.
[[nodiscard]] edge_error check_role(std::string_view wanted, std::string_view reader,
                                    std::string_view given, bool acts);

} // namespace frontrow::http
