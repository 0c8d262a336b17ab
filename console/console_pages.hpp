#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What the admin API answers, as lines for a terminal. Pure.
namespace frontrow::console {

/// Where a view is to be asked for; empty: there is no such view.
std::string path_of(std::string_view view, const std::string& what);

/// The lines of a view.
std::vector<std::string> print_page(std::string_view view, const nlohmann::json& said);

/// Without what a terminal would obey: whatever is not printable becomes '?'.
std::string plain(std::string_view);

/// Cut to so many columns, a character counted as one or, where it is wide, as two.
std::string cut(std::string_view, std::size_t columns);

} // namespace frontrow::console
