#pragma once

#include "config/option.hpp"

/// The parts of the table that have a file of their own, and the limits that they share.
namespace frontrow::config {

inline constexpr std::int64_t second = 1'000;
inline constexpr std::int64_t minute = 60 * second;
inline constexpr std::int64_t hour = 60 * minute;
inline constexpr std::int64_t port_most = 65'535;

/// The ports that the server listens on.
std::vector<option> door_options();
/// What the public port shows of itself behind TLS.
std::vector<option> tls_options();

} // namespace frontrow::config
