#pragma once

#include "actors/base/words.hpp"

#include <atomic>
#include <optional>
#include <string>
#include <string_view>

namespace frontrow {

/// Makes reservation ids, from any thread: 42 bits of milliseconds since 2020, 10 of node, 12 of
/// counter. They grow, and none comes twice while the clock does not run backwards.
class tsid_source {
public:
  explicit tsid_source(std::uint32_t node);

  /// More than 4,096 in one millisecond borrow from the next.
  reservation_id next(instant now);

private:
  std::uint64_t node_;
  std::atomic<std::uint64_t> last_{0}; // milliseconds and counter, without the node
};

/// 13 characters of Crockford's base 32, which sort as the ids do.
std::string print_id(reservation_id);
/// Reads either case, and O as 0, I and L as 1, as Crockford wants it. Nothing for anything else.
std::optional<reservation_id> parse_reservation_id(std::string_view);

} // namespace frontrow
