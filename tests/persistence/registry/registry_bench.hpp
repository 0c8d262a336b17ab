#pragma once

#include "tests/persistence/postgres/in_postgres.hpp"

namespace frontrow::test {

/// A database that a cluster shares.
struct in_shared_postgres {
  std::shared_ptr<store> open() const {
    auto how = in_postgres::options_for(url);
    how.is_cluster = true;
    how.writers = 2;
    return std::make_shared<postgres::postgres_store>(how);
  }

  /// All leases are over at once, as after a time without a store.
  void end_leases() const {
    shared_postgres().run(
        "UPDATE node SET lease_until = extract(epoch FROM clock_timestamp()) * 1000 - 1",
        url.substr(url.rfind('/') + 1));
  }

  std::string url = shared_postgres().fresh_database();
};

inline constexpr milliseconds long_lease = std::chrono::hours{1};

/// Whose clock the test moves.
struct in_shared_memory {
  std::shared_ptr<store> open() {
    return std::make_shared<memory_store>(long_lease, 5, [now = now] { return *now; });
  }
  void end_leases() { *now += long_lease; }

  std::shared_ptr<instant> now = std::make_shared<instant>(noon);
};

inline node_facts node_called(const std::string& name) {
  return {.name = name,
          .address = "10.0.0.7:8091",
          .url = "http://" + name,
          .version = "1.2",
          .agreed = "hold 5m\nzone UTC\n"};
}

/// A cluster's store and one way to its registry.
template <class Kind>
struct registry_bench {
  joined try_join(const std::string& name) {
    return registrar->answer(join_cluster{.who = node_called(name), .lease = long_lease});
  }
  node_id join(const std::string& name) {
    const auto made = try_join(name);
    CHECK(made.why_not.empty());
    return made.id;
  }
  lease_renewed renew(node_id who, std::uint64_t known = 0) {
    return registrar->answer(renew_lease{.id = who, .lease = long_lease, .known_view = known});
  }
  /// Its lease ends now, and nobody has noticed yet.
  void end_lease(node_id who) {
    CHECK(registrar->answer(renew_lease{.id = who, .lease = milliseconds{0}}).is_member);
  }
  cluster_view claim(node_id who, std::vector<std::uint32_t> which) {
    return registrar->answer(claim_shards{.id = who, .which = ids(which)});
  }
  cluster_view release(node_id who, std::vector<std::uint32_t> which) {
    return registrar->answer(release_shards{.id = who, .which = ids(which)});
  }
  cluster_view view() { return registrar->answer(read_view{}); }

  static std::vector<shard_id> ids(const std::vector<std::uint32_t>& all) {
    std::vector<shard_id> made;
    for (const auto one : all)
      made.push_back(shard_id{one});
    return made;
  }
  static std::vector<node_id> members_of(const cluster_view& view) {
    std::vector<node_id> all;
    for (const auto& one : view.members)
      all.push_back(one.id);
    return all;
  }

  Kind kind;
  std::shared_ptr<store> kept = kind.open();
  std::unique_ptr<registry> registrar = kept->open_registry();
};

} // namespace frontrow::test
