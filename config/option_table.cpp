#include "config/option_rows.hpp"

namespace frontrow::config {

namespace {

std::vector<option> all_options() {
  std::vector<option> all;
  for (const auto& part :
       {door_options(), tls_options(), data_options(), caller_options(), life_options(),
        queue_options(), seat_options(), postgres_options(), redis_options(), outbox_options(),
        cluster_options(), idle_options(), http_options(), log_options()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

} // namespace

const std::vector<option>& option_table() {
  static const auto table = all_options();
  return table;
}

const option* find_option(std::string_view name) {
  for (const auto& each : option_table())
    if (each.name == name)
      return &each;
  return nullptr;
}

} // namespace frontrow::config
