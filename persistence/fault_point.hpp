#pragma once

#include <functional>
#include <string_view>

namespace frontrow {

/// A test's way to make a rare crash certain: with FRONTROW_FAULT=after_commit:37 the process kills
/// itself when the writer passes that point for the 37th time. Empty without the variable.
/// Throws std::runtime_error when the variable is not of that form.
std::function<void(std::string_view point)> fault_from_environment();

} // namespace frontrow
