#pragma once

#include "actors/base/words.hpp"
#include "actors/store/registry_messages.hpp"
#include "cluster/membership/lease.hpp"

#include <caf/stateful_actor.hpp>

#include <functional>
#include <memory>

/// How a node stays a member.
namespace frontrow::cluster {

/// How long things take, unless the settings say otherwise.
struct heartbeat {
  milliseconds lease{1'500};
  milliseconds every{400};
  /// How much sooner than in the registry a lease ends here: more than clocks drift in that time.
  milliseconds margin{100};
  milliseconds retry{100}; // after a registry that did not answer
};

/// Somebody has a newer view.
struct view_changed {
  std::shared_ptr<const cluster_view> now;
};

/// Renew at once: somebody knows more.
struct renew_now {};

/// To itself.
struct beat {};

using view_listener = caf::typed_actor<caf::reacts_to<view_changed>>;
/// From now on this one hears of views, of the present one at once.
struct listen_to_views {
  view_listener who;
};

using membership_actor = caf::typed_actor<caf::reacts_to<renew_now>>;

struct membership_tools {
  registry_actor registry;
  node_id id{};
  std::shared_ptr<lease> held;
  heartbeat pace;
  /// Hears how late it is in the store.
  std::function<void(instant)> on_time = [](instant) {
  };
  /// It was declared dead, and will never be a member again.
  std::function<void()> on_buried = [] {
  };
};

struct membership_state {
  membership_state() = default;

  static inline const char* name = "membership";
  membership_tools tools;
  view_listener listener;
  std::shared_ptr<const cluster_view> view = std::make_shared<cluster_view>(); // the newest
  bool is_asking = false;
  bool is_wanted = false; // once more, when the answer is there
  bool is_buried = false;
};

using membership_shell
    = membership_actor::extend<caf::reacts_to<beat>, caf::reacts_to<listen_to_views>>;

/// Renews the lease in time, and tells the listener of every newer view.
membership_shell::behavior_type
keep_membership(membership_shell::stateful_pointer<membership_state> self, membership_tools tools);

} // namespace frontrow::cluster

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::cluster::view_changed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::cluster::renew_now)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::cluster::beat)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::cluster::listen_to_views)
