#include "bench/load/seat_map.hpp"

#include <nlohmann/json.hpp>

namespace frontrow::load {

std::optional<offered_seat> pick_free_seat(std::string_view map, std::mt19937_64& chance) {
  constexpr std::string_view is_free = "\"AVAILABLE\"";
  auto at = map.find(is_free, std::uniform_int_distribution<std::size_t>{0, map.size()}(chance));
  if (at == map.npos)
    at = map.find(is_free);
  if (at == map.npos)
    return {};
  const auto begin = map.rfind('{', at);
  const auto end = map.find('}', at);
  if (begin == map.npos || end == map.npos)
    return {};
  const auto seat = nlohmann::json::parse(map.substr(begin, end + 1 - begin), nullptr, false);
  if (!seat.is_object() || !seat.contains("seatId") || !seat.contains("price")
      || !seat["seatId"].is_number_unsigned() || !seat["price"].is_number_integer())
    return {};
  return offered_seat{seat["seatId"], seat["price"]};
}

} // namespace frontrow::load
