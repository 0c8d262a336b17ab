#include "persistence/postgres/postgres_registry.hpp"

#include "persistence/postgres/answer_rows.hpp"
#include "persistence/postgres/arrays.hpp"
#include "persistence/postgres/cluster_view_rows.hpp"
#include "persistence/registry/admission.hpp"

namespace frontrow::postgres {

namespace {

/// Who cannot reach the store has to find it soon again, or be taken for dead.
constexpr milliseconds pause_max{200};
/// How long a burial waits for what the dead is just committing, before it is tried another time:
/// whoever buries has a lease of his own to renew.
constexpr auto burial_patience = "250";

constexpr auto lock_cluster = "SELECT version FROM cluster FOR UPDATE; ";
constexpr auto store_now = "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

/// One text of several.
std::string sql_of(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const auto part : parts)
    all += part;
  return all;
}

std::string text_of(node_id who) {
  return std::to_string(whole(who));
}

/// `'{1,2}'::bigint[]`
std::string text_of(const std::vector<shard_id>& all) {
  std::string text;
  for (const auto one : all)
    text += (text.empty() ? "" : ",") + std::to_string(raw(one));
  return "'{" + text + "}'::bigint[]";
}

std::string text_of(const std::string& bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text = "'\\x";
  for (const auto one : bytes) {
    text += digits[static_cast<unsigned char>(one) >> 4];
    text += digits[static_cast<unsigned char>(one) & 15];
  }
  return text + "'::bytea";
}

/// Raises the view's version when the change, a statement with RETURNING, has hit anything.
std::string counted(const std::string& change) {
  return "WITH changed AS (" + change
         + ") UPDATE cluster SET version = version + 1 WHERE EXISTS (SELECT FROM changed); ";
}

/// Takes everything from the nodes of whom the condition is true. It waits for what they are just
/// committing.
std::string end_of(const std::string& condition) {
  return "WITH gone AS (DELETE FROM node WHERE " + condition
         + " RETURNING id), silenced AS (DELETE FROM scribe WHERE node IN (SELECT id FROM gone)),"
           " freed AS (UPDATE shard SET"
           " owner = CASE WHEN owner IN (SELECT id FROM gone) THEN 0 ELSE owner END,"
           " wanted = CASE WHEN wanted IN (SELECT id FROM gone) THEN 0 ELSE wanted END"
           " WHERE owner IN (SELECT id FROM gone) OR wanted IN (SELECT id FROM gone))"
           " UPDATE cluster SET version = version + 1 WHERE EXISTS (SELECT FROM gone); ";
}

struct renewal {
  bool is_member = false;
  bool was_late = false;
  bool has_dead = false; // somebody else's lease has ended
  instant now{};
  std::uint64_t version = 0;
};

renewal renew(link& on, const renew_lease& wish) {
  static const std::string sql = sql_of(
      {"WITH t AS MATERIALIZED (SELECT ", store_now,
       " AS now), was AS MATERIALIZED (SELECT lease_until FROM node WHERE id = $1::bigint),"
       " mine AS (UPDATE node n SET lease_until = t.now + $2::bigint FROM t"
       " WHERE n.id = $1::bigint RETURNING 1)"
       " SELECT t.now, c.version, (SELECT count(*) FROM mine),"
       " coalesce((SELECT lease_until <= t.now FROM was), true)::int, EXISTS"
       " (SELECT FROM node o WHERE o.id <> $1::bigint AND o.lease_until <= t.now)::int"
       " FROM t, cluster c"});
  const auto found = on.run(
      "renew", sql,
      {bytes{number_parameter(whole(wish.id))}, bytes{number_parameter(wish.lease.count())}});
  if (found.empty())
    throw store_error{store_failure::unavailable, "the database has lost its cluster"};
  const auto& row = found[0];
  return {.is_member = row[2].as<int>() == 1,
          .was_late = row[3].as<int>() == 1,
          .has_dead = row[4].as<int>() == 1,
          .now = instant{milliseconds{row[0].as<std::int64_t>()}},
          .version = static_cast<std::uint64_t>(row[1].as<std::int64_t>())};
}

/// Declares dead whoever's lease has ended, unless that has to wait for long.
void bury(link& on, node_id but) {
  try {
    on.run(sql_of({"SET LOCAL lock_timeout = ", burial_patience, "; ", lock_cluster,
                   end_of(sql_of({"id <> ", text_of(but), " AND lease_until <= ", store_now}))}));
  } catch (const link_lost&) {
    throw;
  } catch (const store_error&) {
    // Somebody else is at it, or the dead is still committing: the next renewal looks again.
  }
}

} // namespace

void end_cluster(link& on) {
  on.run(sql_of({lock_cluster, end_of("true")}));
}

postgres_registry::postgres_registry(link_options how, std::uint32_t writers)
    : dialer_{std::move(how), pause_max}, writers_{writers} {
  open();
}

link& postgres_registry::open() {
  if (!link_)
    link_ = dialer_.dial([](link&) {});
  return *link_;
}

template <class Work>
auto postgres_registry::ask(Work work) -> decltype(work(std::declval<link&>())) {
  try {
    return work(open());
  } catch (const link_lost&) {
    link_.reset();
  }
  try {
    return work(open());
  } catch (const link_lost&) {
    link_.reset();
    throw;
  }
}

joined postgres_registry::join(link& on, const join_cluster& wish) {
  on.run(sql_of({"BEGIN; ", lock_cluster}));
  // A newcomer knows nothing of how the others fare: it leaves them a second lease.
  on.run(end_of(sql_of({"lease_until + ", std::to_string(wish.lease.count()), " <= ", store_now})));
  const auto now = on.run(sql_of({"SELECT last_node, ", store_now, " FROM cluster"}));
  const auto id = node_id{static_cast<std::uint64_t>(now[0][0].as<std::int64_t>()) + 1};
  std::vector<node_id> late;
  for (const auto& row : on.run(sql_of({"SELECT id FROM node WHERE lease_until <= ", store_now})))
    late.push_back(cells{row}.as<node_id>(0));
  auto made = admit(wish.who, view_in(on.run(view_query())).members, late, id);
  if (made.why_not.empty()) {
    const auto& who = wish.who;
    const auto at = now[0][1].as<std::string>();
    on.run("INSERT INTO node (id, name, address, url, version, agreed, number, is_draining,"
           " joined_at, lease_until) VALUES ("
           + text_of(id) + ", " + text_of(who.name) + ", " + text_of(who.address) + ", "
           + text_of(who.url) + ", " + text_of(who.version) + ", " + text_of(who.agreed) + ", "
           + std::to_string(made.number) + ", false, " + at + ", " + at + " + "
           + std::to_string(wish.lease.count()) + "); INSERT INTO scribe SELECT " + text_of(id)
           + ", n, 0, 0 FROM generate_series(0, " + std::to_string(writers_ - 1)
           + ") n; UPDATE cluster SET version = version + 1, last_node = " + text_of(id));
  }
  on.run("COMMIT");
  return made;
}

joined postgres_registry::answer(const join_cluster& wish) {
  return ask([&](link& on) {
    try {
      return join(on, wish);
    } catch (const link_lost&) {
      throw;
    } catch (...) {
      link_.reset(); // it is left in the middle of a transaction
      throw;
    }
  });
}

lease_renewed postgres_registry::answer(const renew_lease& wish) {
  return ask([&](link& on) {
    const auto found = renew(on, wish);
    lease_renewed made{.is_member = found.is_member,
                       .now = found.now,
                       .view = {.version = found.version, .members = {}, .shards = {}}};
    const bool is_burying = found.is_member && !found.was_late && found.has_dead;
    if (is_burying)
      bury(on, wish.id);
    if (found.is_member && (is_burying || found.version != wish.known_view))
      made.view = view_in(on.run("view", view_query(), {}));
    return made;
  });
}

/// All in one round trip and one transaction; the view is what it is after that.
cluster_view postgres_registry::change(const std::string& sql) {
  return ask([&](link& on) { return view_in(on.run(lock_cluster + sql + view_query())); });
}

cluster_view postgres_registry::answer(const claim_shards& wish) {
  return change(counted("UPDATE shard SET owner = " + text_of(wish.id)
                        + ", epoch = epoch + 1 WHERE shard = ANY(" + text_of(wish.which)
                        + ") AND owner = 0 AND EXISTS (SELECT FROM node WHERE id = "
                        + text_of(wish.id) + ") RETURNING 1"));
}

cluster_view postgres_registry::answer(const release_shards& wish) {
  return change(counted("UPDATE shard SET owner = 0 WHERE shard = ANY(" + text_of(wish.which)
                        + ") AND owner = " + text_of(wish.id) + " AND owner <> 0 RETURNING 1"));
}

cluster_view postgres_registry::answer(const drain_node& wish) {
  const std::string flag = wish.is_draining ? "true" : "false";
  return change(counted("UPDATE node SET is_draining = " + flag + " WHERE id = " + text_of(wish.id)
                        + " AND is_draining <> " + flag + " RETURNING 1"));
}

cluster_view postgres_registry::answer(const move_shard& wish) {
  const auto to = text_of(wish.to);
  return change(counted("UPDATE shard SET wanted = " + to + " WHERE shard = "
                        + std::to_string(raw(wish.which)) + " AND wanted <> " + to + " AND (" + to
                        + " = 0 OR EXISTS (SELECT FROM node WHERE id = " + to + ")) RETURNING 1"));
}

cluster_view postgres_registry::answer(const leave_cluster& wish) {
  return change(end_of("id = " + text_of(wish.id)));
}

cluster_view postgres_registry::answer(const read_view&) {
  return ask([](link& on) { return view_in(on.run("view", view_query(), {})); });
}

} // namespace frontrow::postgres
