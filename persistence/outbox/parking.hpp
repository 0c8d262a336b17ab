#pragma once

#include "actors/store/rows.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace frontrow {

/// Which events of one partition are kept from being published.
class parking {
public:
  /// Notes a row as the store has it now; one that is gone is forgotten.
  void put(const parked_row&);

  bool knows(std::uint64_t position) const { return rows_.contains(position); }
  /// Whether an event of the aggregate waits, so that later ones have to.
  bool is_waiting(std::string_view subject) const { return waiting_.contains(subject); }

  /// What waits of an aggregate, in order.
  std::vector<parked_row> waiting(std::string_view subject) const;
  /// The aggregates of which something waits.
  std::vector<std::string> subjects() const;

  const std::map<std::uint64_t, parked_row>& rows() const { return rows_; }
  std::size_t waiting_count() const;

private:
  void forget(std::uint64_t position);

  std::map<std::uint64_t, parked_row> rows_;
  std::map<std::string, std::map<std::uint64_t, const parked_row*>, std::less<>> waiting_;
};

} // namespace frontrow
