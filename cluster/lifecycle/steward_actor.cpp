#include "cluster/lifecycle/steward_actor.hpp"

#include "cluster/lifecycle/hand_over.hpp"
#include "cluster/placement/placement.hpp"
#include "cluster/wire/wire.hpp"

#include <caf/all.hpp>

namespace frontrow::cluster {

namespace {

/// How often what could not be done at once is tried again.
constexpr milliseconds look_delay{200};

void take_view(steward self, std::shared_ptr<const cluster_view> fresh);

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

/// The peers should look at the registry again: there is something new.
void call_attention(steward self) {
  for (const auto& [id, link] : self->state.links)
    self->request(link, caf::infinite,
                  call{wire_number<look_again>, self->state.view->version, to_wire(look_again{})})
        .then([](const reply&) {}, [](const caf::error&) {});
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
    empty_rooms(self, lost, [] {});
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
  };
}

} // namespace frontrow::cluster
