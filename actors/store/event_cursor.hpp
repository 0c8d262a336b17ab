#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontrow {

/// How far somebody has read the events of all partitions.
class event_cursor {
public:
  /// The beginning.
  event_cursor() = default;
  /// The last position read of each partition, from partition 0; of those that follow, none.
  explicit event_cursor(std::vector<std::uint64_t> positions);

  /// The last position read of a partition; 0: none.
  std::uint64_t at(std::uint32_t partition) const;
  /// Has read up to here. Never goes back.
  void move(std::uint32_t partition, std::uint64_t position);

  /// Positions in the order of partitions with "-" between them, without the zeros at the end:
  /// "12-0-33", "12" with one partition, "0" at the beginning.
  std::string print() const;
  /// Nothing for what `print` cannot have written (but zeros in front and behind are passed over).
  static std::optional<event_cursor> parse(std::string_view);

  bool operator==(const event_cursor&) const = default;

private:
  std::vector<std::uint64_t> positions_; // does not end in 0
};

} // namespace frontrow
