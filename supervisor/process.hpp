#pragma once

#include <cstdint>
#include <optional>

/// The process towards the system it runs on.
namespace frontrow {

/// From now on SIGINT, SIGTERM and SIGHUP wait until `await_signal` takes them. Writing to a peer
/// that has gone, or to a file that may not grow, is an error of the write.
void keep_signals();

/// One of those three.
int await_signal();

/// As many open files as the system allows. Gives their number where it is below `wanted`.
std::optional<std::uint64_t> raise_file_limit(std::uint64_t wanted);

} // namespace frontrow
