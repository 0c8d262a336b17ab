#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string_view>

namespace frontrow::load {

struct offered_seat {
  std::uint64_t seat;
  std::int64_t price;
};

/// Any free seat of a seat map's body, found without reading the whole of a large hall: from a
/// place by chance onward, then from the beginning. Nothing when none is free.
std::optional<offered_seat> pick_free_seat(std::string_view map, std::mt19937_64& chance);

} // namespace frontrow::load
