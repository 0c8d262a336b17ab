#include "actors/store/partition.hpp"

#include "actors/base/mixed.hpp"

#include <optional>

namespace frontrow {

namespace {

template <class Row>
std::optional<user_id> user_of(const Row&) {
  return {};
}
std::optional<user_id> user_of(const reservation_row& x) {
  return x.user;
}
std::optional<user_id> user_of(const wallet_row& x) {
  return x.user;
}
std::optional<user_id> user_of(const ledger_row& x) {
  return x.user;
}
std::optional<user_id> user_of(const answer_row& x) {
  return x.user;
}

template <class Row>
schedule_id schedule_of(const Row& x) {
  if constexpr (requires { x.schedule; })
    return x.schedule;
  else
    return {};
}
schedule_id schedule_of(const schedule_row& x) {
  return x.id;
}

} // namespace

std::uint32_t partition_of(user_id user, std::uint32_t partitions) {
  return static_cast<std::uint32_t>(mixed(raw(user)) % partitions);
}

std::uint32_t partition_of(const write_set& set, std::uint32_t partitions) {
  if (partitions == 1)
    return 0;
  for (const auto& any : set.rows)
    if (auto user = std::visit([](const auto& x) { return user_of(x); }, any))
      return partition_of(*user, partitions);
  schedule_id schedule{};
  if (!set.rows.empty())
    schedule = std::visit([](const auto& x) { return schedule_of(x); }, set.rows.front());
  return static_cast<std::uint32_t>(mixed(raw(schedule) ^ schedules_salt) % partitions);
}

} // namespace frontrow
