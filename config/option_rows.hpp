#pragma once

#include "config/option.hpp"

/// The parts of the option table, and what its rows are written with.
namespace frontrow::config {

constexpr std::int64_t second = 1'000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t port_most = 65'535;

/// Where a value lives: `at<&settings::queue, &queue_settings::tick>`.
template <auto... Path>
constexpr auto at = +[](settings& s) -> auto& {
  return (s.*....*Path);
};

/// A row: what every option has, then what only some have.
inline option row(std::string_view name, member in, std::string_view help, option rest = {}) {
  rest.name = name;
  rest.in = in;
  rest.help = help;
  return rest;
}

std::vector<option> door_options();
std::vector<option> tls_options();
std::vector<option> data_options();
std::vector<option> caller_options();
std::vector<option> life_options();
std::vector<option> queue_options();
std::vector<option> seat_options();
std::vector<option> postgres_options();
std::vector<option> redis_options();
std::vector<option> cluster_options();
std::vector<option> outbox_options();
std::vector<option> idle_options();
std::vector<option> http_options();
std::vector<option> log_options();

} // namespace frontrow::config
