#include "persistence/outbox/parking.hpp"

namespace frontrow {

void parking::forget(std::uint64_t position) {
  const auto found = rows_.find(position);
  if (found == rows_.end())
    return;
  if (const auto line = waiting_.find(found->second.subject); line != waiting_.end()) {
    line->second.erase(position);
    if (line->second.empty())
      waiting_.erase(line);
  }
  rows_.erase(found);
}

void parking::put(const parked_row& row) {
  forget(row.position);
  if (row.is == parked_row::state::gone)
    return;
  const auto& kept = rows_.emplace(row.position, row).first->second;
  if (row.is == parked_row::state::waiting)
    waiting_[row.subject].emplace(row.position, &kept);
}

std::vector<parked_row> parking::waiting(std::string_view subject) const {
  std::vector<parked_row> found;
  if (const auto line = waiting_.find(subject); line != waiting_.end())
    for (const auto& [position, row] : line->second)
      found.push_back(*row);
  return found;
}

std::vector<std::string> parking::subjects() const {
  std::vector<std::string> found;
  for (const auto& [subject, line] : waiting_)
    found.push_back(subject);
  return found;
}

std::size_t parking::waiting_count() const {
  std::size_t count = 0;
  for (const auto& [subject, line] : waiting_)
    count += line.size();
  return count;
}

} // namespace frontrow
