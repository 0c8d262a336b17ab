#pragma once

#include "http/pages/file.hpp"

#include <span>

/// The pages that the server serves, bundled when building and part of the binary.
namespace frontrow::web {

/// All of them, for as long as the process lives.
std::span<const http::pages::file> assets();

} // namespace frontrow::web
