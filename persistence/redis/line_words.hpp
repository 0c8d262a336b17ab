#pragma once

#include "actors/store/line_messages.hpp"

#include <string>
#include <string_view>
#include <vector>

/// How a line's rows are written in Redis.
namespace frontrow::redis {

std::string print_token(token_id);
std::string print_row(const token_row&);
std::string_view name_of(token_row::state);
std::string print_ranges(const std::vector<place_range>&);

/// Throw std::runtime_error when the text is none of ours.
token_row parse_row(schedule_id, std::string_view token, std::string_view row);
std::vector<place_range> parse_ranges(std::string_view);
std::uint64_t parse_number(std::string_view);

} // namespace frontrow::redis
