#include "assembly.hpp"

#include "actors/base/tsid.hpp"
#include "actors/open_house.hpp"
#include "cluster/lifecycle/agreed.hpp"
#include "config/log.hpp"
#include "http/operations/request_log.hpp"
#include "http/routes.hpp"
#include "persistence/inspection/audit_actor.hpp"
#include "persistence/redis/line_log.hpp"
#include "web/assets.hpp"

#include <caf/actor_system.hpp>
#include <caf/send.hpp>

#include <array>
#include <climits>
#include <csignal>
#include <filesystem>

#include <openssl/rand.h>
#include <unistd.h>

namespace frontrow {

namespace {

/// How long a node waits for the one that had its name to be declared dead.
constexpr auto join_patience = std::chrono::seconds{30};

std::string host_name() {
  std::array<char, HOST_NAME_MAX + 1> text{};
  return gethostname(text.data(), text.size() - 1) == 0 ? text.data() : "node";
}

/// The house of which this node is a part. Its rooms end with it.
house open_house_of_many(caf::actor_system& system, const backstage_ptr& stage,
                         const store_actors& keepers, cluster::cluster_node& node) {
  furnish(system, *stage);
  house doors;
  doors.archive = stage->archive;
  doors.feed = keepers.feed;
  cluster::node_house parts;
  parts.keepers = open_rooms(system, stage);
  parts.writer = stage->writer;
  parts.outbox = keepers.drain;
  parts.open_gate = [&system, stage](const house& to) {
    return open_gate(system, stage, to);
  };
  parts.open_programme = [&system, stage](const house& to) {
    return open_programme(system, stage, to);
  };
  if (keepers.drain)
    parts.lead_drain = [drain = drain_leader{keepers.drain}](bool is_leading) {
      caf::anon_send(drain, lead_drain{is_leading});
    };
  node.serve(doors, std::move(parts));
  doors.desk = open_desk(system, stage, doors);
  return doors;
}

} // namespace

token_id fresh_token() {
  token_id token;
  do {
    if (RAND_bytes(reinterpret_cast<unsigned char*>(&token), sizeof token) != 1)
      throw std::runtime_error{"the system gives no random bytes"};
  } while (!token);
  return token;
}

backstage_ptr make_backstage(const settings& how, const store_actors& store,
                             const redis::redis_actors& redis, wall_clock now,
                             const cluster::cluster_node* node) {
  auto stage = std::make_shared<backstage>();
  stage->on_line = log_line;
  stage->writer = store.writer;
  stage->archive = store.archive;
  stage->guard = redis.guard;
  stage->lines = redis.lines;
  stage->now = std::move(now);
  // Alone, its number is 0.
  const auto number = node != nullptr ? node->number() : 0;
  stage->fresh_reservation = [now = stage->now, ids = std::make_shared<tsid_source>(number)] {
    return ids->next(now());
  };
  if (node != nullptr)
    stage->is_home = [node](shard_id shard) {
      return node->is_home(shard);
    };
  stage->fresh_token = fresh_token;
  stage->how = how;
  return stage;
}

http::server_parts make_parts(http::context& with, std::shared_ptr<http::tls_keys> tls,
                              http::entrance::doorkeeper& doorkeeper) {
  http::server_parts parts;
  parts.tls = std::move(tls);
  if (doorkeeper.has_work())
    parts.screen = [&doorkeeper](http::request& asked, const http::route& row, auto now) {
      return doorkeeper.screen(asked, row, now);
    };
  parts.routes = http::routes(with);
  parts.print_error = http::print_refused;
  http::log_requests(parts);
  return parts;
}

http::context make_context(caf::actor_system& system, const settings& how,
                           const store_actors& keepers, const backstage_ptr& stage,
                           cluster::cluster_node* node) {
  http::context with;
  with.doors = node != nullptr ? open_house_of_many(system, stage, keepers, *node)
                               : open_house(system, stage, keepers.feed);
  if (keepers.drain && node == nullptr)
    with.doors.outbox = keepers.drain;
  with.doors.inspector = keepers.inspector;
  with.doors.audit
      = system.spawn<caf::detached>(keep_audit, std::filesystem::path{how.data} / "audit.jsonl");
  if (node != nullptr) {
    with.doors.registry = node->registry();
    with.self = node->id();
    with.lease_left = [node] {
      return std::chrono::duration_cast<milliseconds>(
          node->held().left(std::chrono::steady_clock::now()));
    };
  }
  with.how = how;
  with.zone = *http::parse_zone(how.time_zone);
  with.now = stage->now;
  with.files = web::assets();
  with.seal = http::concert::token_seal{how.queue.secret};
  with.on_fault = [&system](const http::request& r, const caf::error& why) {
    log_event(spdlog::level::err, "ask failed", {{"id", r.id}, {"why", system.render(why)}});
  };
  return with;
}

std::unique_ptr<cluster::cluster_node> join(caf::actor_system& system, const settings& how,
                                            const registry_actor& registry,
                                            const std::shared_ptr<adjustable_clock>& store_time,
                                            std::atomic<bool>& is_buried) {
  if (how.cluster.listen.empty())
    return {};
  cluster::node_plan plan;
  plan.how = how.cluster;
  plan.who
      = {.name = how.cluster.name.empty() ? host_name() : how.cluster.name,
         .address = {},
         .url = how.cluster.url.empty() ? "http://" + how.listen + ":" + std::to_string(how.port)
                                        : how.cluster.url,
         .version = FRONTROW_VERSION,
         .agreed = cluster::agreed(how)};
  plan.gate = shard_of(schedule_id{how.fcfs.schedule});
  plan.registry = registry;
  plan.on_time = [store_time](instant truth) {
    store_time->adjust(truth);
  };
  plan.on_buried = [&is_buried] {
    is_buried = true;
    kill(getpid(), SIGTERM);
  };
  plan.tell = [](bool is_bad, const std::string& what, const std::string& whom) {
    log_event(is_bad ? spdlog::level::warn : spdlog::level::info, what, {{"node", whom}});
  };
  auto node = std::make_unique<cluster::cluster_node>(system, std::move(plan), join_patience);
  log_event(spdlog::level::info, "joined the cluster",
            {{"node", static_cast<std::int64_t>(raw(node->id()))},
             {"name", how.cluster.name},
             {"address", node->address()}});
  return node;
}

} // namespace frontrow
