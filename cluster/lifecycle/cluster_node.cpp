#include "cluster/lifecycle/cluster_node.hpp"

#include <caf/all.hpp>

#include <thread>

namespace frontrow::cluster {

namespace {

using std::chrono::steady_clock;

/// How often a name that is taken is asked for again.
constexpr milliseconds join_delay{200};
constexpr milliseconds leave_delay{20};

heartbeat pace_of(const cluster_settings& how) {
  heartbeat pace;
  pace.lease = how.lease;
  pace.every = how.heartbeat;
  return pace;
}

link_listener::behavior_type
hear_links(link_listener::pointer,
           std::function<void(bool, const std::string&, const std::string&)> tell) {
  return {
      [=](const link_news& news) {
        const auto whom = std::to_string(raw(news.peer));
        if (news.is_up)
          tell(false, "a node is reached", whom);
        else
          tell(true, "a node cannot be reached: " + news.why, whom);
      },
  };
}

} // namespace

cluster_node::cluster_node(caf::actor_system& system, node_plan plan, milliseconds patience)
    : system_{system}, plan_{std::move(plan)} {
  const auto& how = plan_.how;
  if (!how.certificate.empty())
    tls_ = std::make_shared<peer_tls>(peer_papers{how.authority, how.certificate, how.key});
  front_ = system.spawn(keep_front, front_tools{.held = held_, .gate = plan_.gate});
  port_plan port;
  port.address = how.listen;
  port.self = [self = self_] {
    return node_id{self->load()};
  };
  port.front = front_;
  port.rules = rules_of(how);
  port.tls = tls_;
  port.figures = port_seen_;
  try {
    port_ = open_node_port(system, std::move(port));
    plan_.who.address = how.advertise.empty() ? port_.address : how.advertise;
    join(patience);
  } catch (...) {
    caf::anon_send_exit(front_, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(port_.door, caf::exit_reason::user_shutdown);
    throw;
  }
  self_->store(raw(joined_.id));
  membership_ = system.spawn(keep_membership, membership_tools{.registry = plan_.registry,
                                                               .id = joined_.id,
                                                               .held = held_,
                                                               .pace = pace_of(how),
                                                               .on_time = plan_.on_time,
                                                               .on_buried = plan_.on_buried});
  news_ = system.spawn(hear_links, plan_.tell);
}

cluster_node::~cluster_node() {
  const auto end = [](const auto& who) {
    if (who)
      caf::anon_send_exit(who, caf::exit_reason::user_shutdown);
  };
  end(steward_);
  end(membership_);
  end(port_.door);
  end(front_);
  end(news_);
  end(doors_.schedules);
  end(doors_.wallets);
  end(doors_.queues);
  end(doors_.gate);
  end(doors_.programme);
  end(doors_.outbox);
  end(keepers_.schedules);
  end(keepers_.queues);
  end(keepers_.wallets);
}

void cluster_node::join(milliseconds patience) {
  const auto until = steady_clock::now() + patience;
  caf::scoped_actor self{system_};
  for (;;) {
    self->request(plan_.registry, caf::infinite, join_cluster{plan_.who, plan_.how.lease})
        .receive([&](joined& said) { joined_ = std::move(said); },
                 [&](const caf::error& why) {
                   joined_ = {};
                   joined_.why_not = "the store does not answer: " + system_.render(why);
                 });
    if (joined_.why_not.empty())
      return;
    if (!joined_.may_retry || steady_clock::now() >= until)
      throw std::runtime_error{"cannot join the cluster: " + joined_.why_not};
    std::this_thread::sleep_for(join_delay);
  }
}

void cluster_node::serve(house& doors, node_house with) {
  keepers_ = with.keepers;
  const door_tools tools{.held = held_, .gate = plan_.gate, .on_disagreement = [who = membership_] {
                           caf::anon_send(who, renew_now{});
                         }};
  const auto open = [&]<class Handle>(const Handle& here) {
    return system_.spawn(
        [=](door_self<Handle>* self) { return keep_door<Handle>(self, tools, here); });
  };
  doors_ = {.schedules = open(schedule_actor{with.keepers.schedules}),
            .wallets = open(wallet_actor{with.keepers.wallets}),
            .queues = open(queue_actor{with.keepers.queues}),
            .gate = open(gate_actor{}),
            .programme = open(programme_actor{}),
            .outbox = {}};
  doors_.outbox = open(with.outbox);
  doors.schedules = doors_.schedules;
  doors.wallets = doors_.wallets;
  doors.queues = doors_.queues;
  doors.gate = doors_.gate;
  doors.programme = doors_.programme;
  if (with.outbox)
    doors.outbox = doors_.outbox;

  steward_tools care;
  care.self = joined_.id;
  care.gate = plan_.gate;
  care.registry = plan_.registry;
  care.writer = with.writer;
  care.membership = membership_;
  care.doors = doors_;
  care.front = front_;
  care.rooms = with.keepers;
  care.outbox = with.outbox;
  care.open_link = [&system = system_, self = joined_.id, tls = tls_, news = news_,
                    rules = rules_of(plan_.how)](const member& to) {
    link_plan link;
    link.self = self;
    link.peer = to.id;
    link.address = to.is.address;
    link.rules = rules;
    link.tls = tls;
    link.listener = news;
    return open_link(system, std::move(link));
  };
  care.open_gate = [open_it = with.open_gate, doors] {
    return open_it(doors);
  };
  care.open_programme = [open_it = with.open_programme, doors] {
    return open_it(doors);
  };
  care.lead_drain = with.lead_drain;
  care.here = here_;
  care.seen = seen_;
  steward_ = system_.spawn(keep_steward, std::move(care));
  caf::anon_send(membership_, listen_to_views{view_listener{steward_}});
}

bool cluster_node::leave(milliseconds patience) {
  const auto until = steady_clock::now() + patience;
  caf::scoped_actor self{system_};
  const auto ask = [&](auto wish) {
    cluster_view view;
    self->request(plan_.registry, patience, std::move(wish))
        .receive([&](cluster_view& said) { view = std::move(said); },
                 [&](const caf::error& why) {
                   plan_.tell(true, "the registry does not answer: " + system_.render(why), "");
                 });
    return view;
  };
  const auto is_left = [&](const cluster_view& view) {
    const bool has_others = std::ranges::any_of(
        view.members, [&](const member& one) { return one.id != joined_.id && !one.is_draining; });
    return has_others && std::ranges::any_of(view.shards, [&](const shard_owner& one) {
             return one.owner == joined_.id;
           });
  };
  auto view = ask(drain_node{joined_.id, true});
  caf::anon_send(membership_, renew_now{});
  while (is_left(view) && steady_clock::now() < until) {
    std::this_thread::sleep_for(leave_delay);
    view = ask(read_view{});
  }
  const bool is_empty = !is_left(view);
  ask(leave_cluster{joined_.id});
  return is_empty;
}

} // namespace frontrow::cluster
