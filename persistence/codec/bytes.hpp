#pragma once

#include "actors/wire/bytes.hpp"
#include "persistence/store.hpp"

namespace frontrow {

/// Bytes that this program cannot have written.
struct bad_bytes : store_error {
  bad_bytes() : store_error{store_failure::unavailable, "stored bytes are damaged"} {}
};

using byte_reader = basic_byte_reader<bad_bytes>;

} // namespace frontrow
