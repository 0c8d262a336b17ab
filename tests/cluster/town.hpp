#pragma once

#include "actors/base/tsid.hpp"
#include "actors/directory/directory_actor.hpp"
#include "cluster/lifecycle/steward_actor.hpp"
#include "persistence/archive/archive_actor.hpp"
#include "persistence/memory/memory_store.hpp"
#include "persistence/registry/registry_actor.hpp"
#include "persistence/writer/writer_actor.hpp"
#include "tests/actors/samples.hpp"
#include "tests/persistence/one_thread.hpp"

#include <map>

/// Several nodes of one cluster on one thread, over one memory store, where nothing and no time
/// moves until the test moves it. A link hands calls to the other's front, alive or not.
namespace frontrow::test {

class town : public one_thread {
public:
  struct node {
    node_id id{};
    std::shared_ptr<cluster::lease> held = std::make_shared<cluster::lease>();
    std::shared_ptr<cluster::homes> here = std::make_shared<cluster::homes>();
    std::shared_ptr<cluster::steward_figures> seen = std::make_shared<cluster::steward_figures>();
    backstage_ptr stage;
    rooms keepers;
    cluster::cluster_doors doors;
    cluster::front_actor front;
    cluster::membership_shell membership;
    cluster::steward_shell steward;
    bool is_buried = false;
  };

  node& settle_in(const std::string& name) {
    const auto said = answer<joined>(
        registrar,
        join_cluster{.who = {.name = name, .address = name, .url = {}, .version = {}, .agreed = {}},
                     .lease = pace.lease});
    if (!said || !said->why_not.empty())
      throw std::logic_error{"a node of the test may not join"};
    auto made = std::make_unique<node>();
    made->id = said->id;
    open(*made, said->number);
    return *nodes.emplace(raw(said->id), std::move(made)).first->second;
  }

  /// It does nothing any more, and nobody is told.
  void kill(node& who) {
    const auto end = [&](const auto& one) {
      caf::anon_send_exit(one, caf::exit_reason::kill);
    };
    end(who.steward);
    end(who.membership);
    end(who.front);
    end(who.keepers.schedules);
    end(who.keepers.queues);
    end(who.keepers.wallets);
    settle();
  }

  /// Lets time go by for everybody.
  void wait(milliseconds time) {
    constexpr milliseconds step{50};
    for (; time.count() > 0; time -= step) {
      *now += step;
      pass(step);
    }
  }

  std::size_t served(const node& who) const {
    return static_cast<std::size_t>(who.seen->shards.load());
  }

  /// A user who lives there.
  user_id user_of(const node& who) const {
    for (std::uint64_t n = 1;; ++n)
      if (who.here->has(shard_of(user_id{n})))
        return user_id{n};
  }

  caf::expected<outcome> charge(const node& at, user_id user, const std::string& key) {
    return answer<outcome>(at.doors.wallets, charging(user, key));
  }

  static move_points charging(user_id user, const std::string& key) {
    move_points wish;
    wish.user = user;
    wish.what.what = operation::charge;
    wish.what.user = user;
    wish.what.key = key;
    wish.what.amount = 10;
    return wish;
  }

  std::shared_ptr<instant> now = std::make_shared<instant>(noon);
  cluster::heartbeat pace;
  memory_store store{std::chrono::hours{24}, 1, [now = now] {
                       return *now;
                     }};
  registry_actor registrar = spawn(keep_registry, std::shared_ptr<registry>{store.open_registry()});
  std::map<std::uint64_t, std::unique_ptr<node>> nodes;

private:
  template <class Handle>
  auto open_door(const cluster::door_tools& tools, Handle here) {
    return spawn([=](cluster::door_self<Handle>* self) {
      return cluster::keep_door<Handle>(self, tools, here);
    });
  }

  void open(node& it, std::uint32_t number) {
    auto made = std::make_shared<backstage>();
    made->writer = spawn(keep_writer, writer_tools{.store = store.open_writer(it.id),
                                                   .clock = [now = now] { return *now; },
                                                   .feed = {},
                                                   .fault = {}});
    made->archive = spawn(keep_archive, std::shared_ptr<store_reader>{store.open_reader()});
    made->now = [now = now] {
      return *now;
    };
    made->fresh_reservation = [now = now, ids = std::make_shared<tsid_source>(number)] {
      return ids->next(*now);
    };
    made->is_home = [here = it.here](shard_id shard) {
      return here->has(shard);
    };
    it.stage = made;
    it.keepers.queues = spawn(keep_queues, it.stage);
    it.keepers.schedules = spawn(keep_schedules, it.stage, queue_actor{it.keepers.queues});
    it.keepers.wallets = spawn(keep_wallets, it.stage);
    it.front = spawn(cluster::keep_front, cluster::front_tools{.held = it.held, .gate = gate});
    cluster::membership_tools tools;
    tools.registry = registrar;
    tools.id = it.id;
    tools.held = it.held;
    tools.pace = pace;
    tools.on_buried = [&it] {
      it.is_buried = true;
    };
    it.membership = spawn(cluster::keep_membership, std::move(tools));
    const cluster::door_tools doors{.held = it.held, .gate = gate};
    it.doors = {.schedules = open_door(doors, schedule_actor{it.keepers.schedules}),
                .wallets = open_door(doors, wallet_actor{it.keepers.wallets}),
                .queues = open_door(doors, queue_actor{it.keepers.queues}),
                .gate = open_door(doors, gate_actor{}),
                .programme = open_door(doors, programme_actor{}),
                .outbox = open_door(doors, outbox_actor{})};
    it.steward = spawn(cluster::keep_steward, care_of(it));
    caf::anon_send(it.membership, cluster::listen_to_views{cluster::view_listener{it.steward}});
    settle();
  }

  cluster::steward_tools care_of(node& it) {
    cluster::steward_tools care;
    care.self = it.id;
    care.gate = gate;
    care.registry = registrar;
    care.writer = it.stage->writer;
    care.membership = it.membership;
    care.doors = it.doors;
    care.front = it.front;
    care.rooms = it.keepers;
    care.open_link = [this](const member& to) {
      return spawn([front = peer_actor{nodes.at(raw(to.id))->front}](peer_actor::pointer self) {
        return peer_actor::behavior_type{[=](call& what) {
          return self->delegate(front, std::move(what));
        }};
      });
    };
    // Nobody in these tests asks the gate or the programme.
    care.open_gate = [] {
      return gate_actor{};
    };
    care.open_programme = [] {
      return programme_actor{};
    };
    care.here = it.here;
    care.seen = it.seen;
    return care;
  }

  static constexpr shard_id gate{7};
};

} // namespace frontrow::test
