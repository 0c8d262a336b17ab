#pragma once

#include "persistence/postgres/link.hpp"

namespace frontrow::postgres {

/// The partitions of every database that this program makes. It never changes.
inline constexpr std::uint32_t partition_count = 16;

/// Refuses, with store_open_error, a server that could lose what it confirmed, that only reads, or
/// that this program does not know; `allowed` names the settings that may be unsafe all the same.
void check_server(link&, const std::vector<std::string>& allowed);

struct schema_state {
  std::size_t before = 0;
  std::size_t now = 0;
};

/// Brings the schema up to date, each step in a transaction, under a lock: of several that come
/// at once, one does it. Throws store_open_error for a newer schema and for strangers' tables.
schema_state migrate(link&);

} // namespace frontrow::postgres
