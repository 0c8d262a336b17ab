#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace frontrow::console {

inline constexpr auto wish_help
    = "pause N, resume N, capacity N COUNT, rate N PER_SECOND, passivate NAME, replay SUBJECT";

/// What an operator types to have something done, as the admin API wants it.
struct operator_wish {
  std::string action;
  nlohmann::json body;
};

/// Nothing: it is none of `wish_help`.
std::optional<operator_wish> parse_wish(const std::string& text);

} // namespace frontrow::console
