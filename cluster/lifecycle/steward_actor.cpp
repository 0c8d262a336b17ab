#include "cluster/lifecycle/steward_actor.hpp"

#include "cluster/placement/placement.hpp"
#include "cluster/wire/wire.hpp"

#include <caf/all.hpp>

namespace frontrow::cluster {

namespace {

using steward = steward_shell::stateful_pointer<steward_state>;

/// How long what is under way may keep a shard from being given away.
constexpr milliseconds hold_max{2'000};
/// How often what could not be done at once is tried again.
constexpr milliseconds look_delay{200};

void take_view(steward self, std::shared_ptr<const cluster_view> fresh);

std::vector<shard_id> list_of(const shard_set& which) {
  std::vector<shard_id> all;
  for (std::uint32_t n = 0; n < shard_count; ++n)
    if (which[n])
      all.push_back(shard_id{n});
  return all;
}

shard_set owned_by(const cluster_view& view, node_id who) {
  shard_set all;
  for (std::size_t n = 0; n < view.shards.size(); ++n)
    all[n] = view.shards[n].owner == who;
  return all;
}

template <class Do>
void each_door(const steward_tools& tools, Do what) {
  what(tools.doors.schedules);
  what(tools.doors.wallets);
  what(tools.doors.queues);
  what(tools.doors.gate);
  what(tools.doors.programme);
  what(tools.doors.outbox);
  what(tools.front);
}

/// Tells everybody on this node where everything is now.
void publish(steward self) {
  auto& state = self->state;
  const auto news = std::pair{state.view->version, state.here};
  if (std::exchange(state.published, news) == news)
    return;
  auto now = std::make_shared<whereabouts>();
  now->view = state.view->version;
  now->self = state.tools.self;
  for (std::size_t n = 0; n < state.view->shards.size(); ++n)
    now->owners[n] = state.view->shards[n].owner;
  now->here = state.here;
  now->peers = state.links;
  for (std::uint32_t n = 0; n < shard_count; ++n)
    state.tools.here->set(shard_id{n}, state.here[n]);
  each_door(state.tools, [&](const auto& door) { self->send(door, new_whereabouts{now}); });
  auto& seen = *state.tools.seen;
  seen.view = state.view->version;
  seen.members = static_cast<std::int64_t>(state.view->members.size());
  seen.shards = static_cast<std::int64_t>(state.here.count());
  seen.unowned = static_cast<std::int64_t>(owned_by(*state.view, node_id{}).count());
}

/// The front hears who answers for the house here.
void tell_front(steward self) {
  const auto& tools = self->state.tools;
  self->send(tools.front, serve_house{{.schedules = tools.rooms.schedules,
                                       .wallets = tools.rooms.wallets,
                                       .queues = tools.rooms.queues,
                                       .gate = self->state.gate,
                                       .programme = self->state.programme,
                                       .outbox = tools.outbox}});
}

/// Links to members that are new, and none to those that are gone.
void meet(steward self) {
  auto& state = self->state;
  std::map<node_id, peer_actor> links;
  for (const auto& one : state.view->members) {
    if (one.id == state.tools.self)
      continue;
    const auto known = state.links.find(one.id);
    links[one.id] = known == state.links.end() ? state.tools.open_link(one) : known->second;
  }
  for (auto& [id, link] : state.links)
    if (!links.contains(id))
      self->send_exit(link, caf::exit_reason::user_shutdown);
  state.links = std::move(links);
}

/// What one owner of a shard has to keep for the whole house.
void open_rooms(steward self, const shard_set& gained) {
  auto& state = self->state;
  if (gained[raw(state.tools.gate)] && !state.gate) {
    state.gate = state.tools.open_gate();
    self->send(state.tools.doors.gate, serve_here<gate_actor>{state.gate});
  }
  if (gained[raw(house_shard)] && !state.programme) {
    state.programme = state.tools.open_programme();
    self->send(state.tools.doors.programme, serve_here<programme_actor>{state.programme});
    state.tools.lead_drain(true);
  }
  tell_front(self);
}

template <class Handle, class Door>
void close_room(steward self, Handle& room, const Door& door) {
  if (!room)
    return;
  self->send_exit(room, caf::exit_reason::user_shutdown);
  room = Handle{};
  self->send(door, serve_here<Handle>{});
}

void close_rooms(steward self, const shard_set& lost) {
  auto& state = self->state;
  if (lost[raw(state.tools.gate)])
    close_room(self, state.gate, state.tools.doors.gate);
  if (lost[raw(house_shard)]) {
    close_room(self, state.programme, state.tools.doors.programme);
    state.tools.lead_drain(false);
  }
  tell_front(self);
}

/// The peers should look at the registry again: there is something new.
void call_attention(steward self) {
  for (const auto& [id, link] : self->state.links)
    self->request(link, caf::infinite,
                  call{wire_number<look_again>, self->state.view->version, to_wire(look_again{})})
        .then([](const reply&) {}, [](const caf::error&) {});
}

/// One thing after the other, each with what comes next.
using step = std::function<void()>;

/// Asks, and goes on whatever the answer, and at the latest when time is up.
template <class Answer, class Handle, class Message>
void ask_and(steward self, const Handle& whom, Message what, milliseconds at_most, step then) {
  self->request(whom, at_most, std::move(what))
      .then([=](const Answer&) { then(); }, [=](const caf::error&) { then(); });
}

/// Waits until nothing is under way in these shards: at the gate first, for who is there asks the
/// schedules.
void hold_doors(steward self, const shard_set& which, step then) {
  const auto& tools = self->state.tools;
  const hold_shards wish{which};
  const auto hold = [=](const auto& door, step next) {
    return step{[=] {
      ask_and<bool>(self, door, wish, hold_max, next);
    }};
  };
  hold(tools.doors.gate,
       hold(tools.front,
            hold(tools.doors.programme,
                 hold(tools.doors.outbox,
                      hold(tools.doors.schedules,
                           hold(tools.doors.queues, hold(tools.doors.wallets, then)))))))();
}

/// Everybody who lives there ends, and what they wanted saved is committed.
void empty_rooms(steward self, const shard_set& which, step then) {
  const auto& tools = self->state.tools;
  const auto all = list_of(which);
  const auto vacate = [=](const auto& directory, step next) {
    return step{[=] {
      ask_and<bool>(self, directory, vacate_shards{all}, hold_max, next);
    }};
  };
  const step flush = [=, writer = tools.writer] {
    ask_and<commit_result>(self, writer, write_set{}, hold_max, then);
  };
  const step rest = [=] {
    close_rooms(self, which);
    vacate(tools.rooms.schedules, vacate(tools.rooms.queues, vacate(tools.rooms.wallets, flush)))();
  };
  if (which[raw(tools.gate)] && self->state.gate)
    ask_and<bool>(self, self->state.gate, rest_gate{}, hold_max, rest);
  else
    rest();
}

void release(steward self, const shard_set& which, caf::actor_clock::time_point began) {
  const auto& tools = self->state.tools;
  self->request(tools.registry, caf::infinite, release_shards{tools.self, list_of(which)})
      .then(
          [=](cluster_view& after) {
            auto& state = self->state;
            state.leaving &= ~which;
            auto& seen = *state.tools.seen;
            seen.given += which.count();
            ++seen.hand_overs;
            const auto took = self->clock().now() - began;
            seen.hand_over_nanoseconds += static_cast<std::uint64_t>(took.count());
            take_view(self, std::make_shared<cluster_view>(std::move(after)));
            call_attention(self);
          },
          [=](const caf::error&) {
            // Nobody is there any more, so it can be served anew as well.
            self->state.leaving &= ~which;
          });
}

void give_away(steward self, const shard_set& which) {
  auto& state = self->state;
  const auto began = self->clock().now();
  state.leaving |= which;
  state.here &= ~which;
  publish(self);
  hold_doors(self, which, [=] { empty_rooms(self, which, [=] { release(self, which, began); }); });
}

void claim(steward self, const shard_set& which) {
  auto& state = self->state;
  state.is_claiming = true;
  self->request(state.tools.registry, caf::infinite, claim_shards{state.tools.self, list_of(which)})
      .then(
          [=](cluster_view& after) {
            self->state.is_claiming = false;
            take_view(self, std::make_shared<cluster_view>(std::move(after)));
            call_attention(self);
          },
          [=](const caf::error&) { self->state.is_claiming = false; });
}

/// Does what there is to do by the view as it is.
void look(steward self) {
  auto& state = self->state;
  const auto& view = *state.view;
  if (view.shards.size() != shard_count)
    return;
  const auto owned = owned_by(view, state.tools.self);

  const auto lost = state.here & ~owned;
  if (lost.any()) {
    // Not given away: taken. Nobody is to believe that he lives here still.
    state.here &= ~lost;
    close_rooms(self, lost);
    const auto all = list_of(lost);
    const auto vacate = [=](const auto& directory) {
      ask_and<bool>(self, directory, vacate_shards{all}, hold_max, [] {});
    };
    vacate(state.tools.rooms.schedules);
    vacate(state.tools.rooms.queues);
    vacate(state.tools.rooms.wallets);
  }
  const auto plan = placement(view);
  shard_set wanted;
  shard_set elsewhere;
  for (std::size_t n = 0; n < shard_count; ++n) {
    wanted[n] = view.shards[n].owner == node_id{} && plan[n] == state.tools.self;
    elsewhere[n] = owned[n] && plan[n] != state.tools.self;
  }
  const auto gained = owned & ~state.here & ~state.leaving & ~elsewhere;
  if (gained.any()) {
    state.here |= gained;
    state.tools.seen->claimed += gained.count();
    open_rooms(self, gained);
  }
  publish(self);
  if (gained.any())
    self->send(state.tools.rooms.schedules, wake_held{});
  const auto moving = elsewhere & ~state.leaving;
  if (moving.any())
    give_away(self, moving);
  if (wanted.any() && !state.is_claiming)
    claim(self, wanted);
  if (owned.none() && state.leaving.none())
    state.tools.on_empty();
}

void take_view(steward self, std::shared_ptr<const cluster_view> fresh) {
  auto& state = self->state;
  if (fresh->version <= state.view->version)
    return;
  state.view = std::move(fresh);
  meet(self);
  look(self);
}

} // namespace

steward_state::~steward_state() {
  for (const auto& [id, link] : links)
    caf::anon_send_exit(link, caf::exit_reason::user_shutdown);
  if (gate)
    caf::anon_send_exit(gate, caf::exit_reason::user_shutdown);
  if (programme)
    caf::anon_send_exit(programme, caf::exit_reason::user_shutdown);
}

steward_shell::behavior_type keep_steward(steward self, steward_tools tools) {
  self->state.tools = std::move(tools);
  self->send(self, look_after_shards{});
  return {
      [=](view_changed& news) { take_view(self, std::move(news.now)); },
      [=](look_after_shards) {
        look(self);
        self->delayed_send(self, look_delay, look_after_shards{});
      },
      [=](const spread_commits& news) {
        for (const auto& [id, link] : self->state.links)
          self->request(
                  link, caf::infinite,
                  call{wire_number<commit_note>, self->state.view->version, to_wire(news.note)})
              .then([](const reply&) {}, [](const caf::error&) {});
      },
  };
}

} // namespace frontrow::cluster
