#include "actors/store/event_cursor.hpp"

#include "actors/store/partition.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace frontrow {

event_cursor::event_cursor(std::vector<std::uint64_t> positions)
    : positions_{std::move(positions)} {
  while (!positions_.empty() && positions_.back() == 0)
    positions_.pop_back();
}

std::uint64_t event_cursor::at(std::uint32_t partition) const {
  return partition < positions_.size() ? positions_[partition] : 0;
}

void event_cursor::move(std::uint32_t partition, std::uint64_t position) {
  if (position <= at(partition))
    return;
  if (positions_.size() <= partition)
    positions_.resize(partition + 1);
  positions_[partition] = position;
}

std::string event_cursor::print() const {
  std::string text;
  for (const auto position : positions_) {
    if (!text.empty())
      text += '-';
    text += std::to_string(position);
  }
  return text.empty() ? "0" : text;
}

std::optional<event_cursor> event_cursor::parse(std::string_view text) {
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  std::vector<std::uint64_t> positions;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (; positions.size() < partitions_max; ++at) {
    auto& position = positions.emplace_back();
    const auto [next, error] = std::from_chars(at, end, position);
    if (error != std::errc{} || position > most)
      return {};
    at = next;
    if (at == end)
      return event_cursor{std::move(positions)};
    if (*at != '-')
      return {};
  }
  return {};
}

} // namespace frontrow
