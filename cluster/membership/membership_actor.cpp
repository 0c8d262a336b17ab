#include "cluster/membership/membership_actor.hpp"

#include <caf/all.hpp>

namespace frontrow::cluster {

namespace {

using membership = membership_shell::stateful_pointer<membership_state>;

void renew(membership self);

void hear(membership self, lease_renewed& news, lease::time_point asked) {
  auto& state = self->state;
  const auto& pace = state.tools.pace;
  if (!news.is_member) {
    state.is_buried = true;
    state.tools.held->end();
    return state.tools.on_buried();
  }
  state.tools.held->hold(asked + pace.lease - pace.margin);
  const auto way_back = (self->clock().now() - asked) / 2;
  state.tools.on_time(news.now + std::chrono::floor<milliseconds>(way_back));
  if (news.view.version > state.view->version) {
    state.view = std::make_shared<cluster_view>(std::move(news.view));
    if (state.listener)
      self->send(state.listener, view_changed{state.view});
  }
  if (std::exchange(state.is_wanted, false))
    renew(self);
}

void renew(membership self) {
  auto& state = self->state;
  if (state.is_asking) {
    state.is_wanted = true;
    return;
  }
  if (state.is_buried)
    return;
  state.is_asking = true;
  const auto asked = self->clock().now();
  self->request(state.tools.registry, caf::infinite,
                renew_lease{state.tools.id, state.tools.pace.lease, state.view->version})
      .then(
          [=](lease_renewed& news) {
            self->state.is_asking = false;
            hear(self, news, asked);
          },
          [=](const caf::error&) {
            self->state.is_asking = false;
            self->delayed_send(self, self->state.tools.pace.retry, renew_now{});
          });
}

} // namespace

membership_shell::behavior_type keep_membership(membership self, membership_tools tools) {
  self->state.tools = std::move(tools);
  self->send(self, beat{});
  return {
      [=](renew_now) { renew(self); },
      [=](beat) {
        renew(self);
        self->delayed_send(self, self->state.tools.pace.every, beat{});
      },
      [=](listen_to_views& wish) {
        self->state.listener = std::move(wish.who);
        if (self->state.view->version > 0)
          self->send(self->state.listener, view_changed{self->state.view});
      },
  };
}

} // namespace frontrow::cluster
