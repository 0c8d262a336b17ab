#include "persistence/postgres/cluster_view_rows.hpp"

#include "persistence/postgres/answer_rows.hpp"

#include <sstream>

namespace frontrow::postgres {

namespace {

std::vector<shard_owner> shards_in(const std::string& text) {
  std::vector<shard_owner> all;
  std::istringstream from{text};
  std::uint64_t owner = 0;
  std::uint64_t wanted = 0;
  for (std::uint64_t epoch = 0; from >> owner >> epoch >> wanted;)
    all.push_back({.owner = node_id{owner}, .epoch = epoch, .wanted = node_id{wanted}});
  return all;
}

member member_in(const cells& from) {
  member one;
  one.id = from.as<node_id>(2);
  one.is = {.name = from.text(3),
            .address = from.text(4),
            .url = from.text(5),
            .version = from.text(6),
            .agreed = from.text(7)};
  one.number = static_cast<std::uint32_t>(from.number(8));
  one.is_draining = from.number(9) != 0;
  one.joined_at = from.at(10);
  return one;
}

} // namespace

const char* view_query() {
  // The shards stand in the first row alone.
  return "SELECT c.version, CASE WHEN n.id IS NULL OR n.id = (SELECT min(id) FROM node) THEN"
         " (SELECT string_agg(s.owner || ' ' || s.epoch || ' ' || s.wanted, ' ' ORDER BY s.shard)"
         " FROM shard s) ELSE '' END, n.id, n.name, n.address, n.url, n.version, n.agreed, "
         "n.number,"
         " n.is_draining::int, n.joined_at FROM cluster c LEFT JOIN node n ON true ORDER BY n.id";
}

cluster_view view_in(const pqxx::result& found) {
  if (found.empty())
    throw store_error{store_failure::unavailable, "the database has lost its cluster"};
  cluster_view view;
  view.version = cells{found[0]}.number(0);
  view.shards = shards_in(found[0][1].c_str());
  for (const auto& row : found)
    if (!row[2].is_null())
      view.members.push_back(member_in(cells{row}));
  return view;
}

} // namespace frontrow::postgres
