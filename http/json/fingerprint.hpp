#pragma once

#include "actors/store/rows.hpp"
#include "http/json/value.hpp"

#include <string>

namespace frontrow::http::json {

/// One text for all spellings of a value: members by name, numbers by value, no spaces.
std::string canonical(const value&);

/// 128 bits of SHA-256 over the operation, what its path names, and the canonical body.
fingerprint fingerprint_of(operation, std::uint64_t path_argument, const value& body);

} // namespace frontrow::http::json
