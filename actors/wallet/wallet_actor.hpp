#pragma once

#include "actors/backstage.hpp"
#include "actors/base/counted_actor.hpp"
#include "actors/directory/idle_messages.hpp"
#include "actors/wallet/wallet.hpp"
#include "actors/wallet/wallet_messages.hpp"

#include <caf/stateful_actor.hpp>

#include <deque>
#include <functional>

namespace frontrow {

/// A wallet's own alarm clock.
struct tick_wallet {};

using wallet_entity = wallet_actor::extend<caf::reacts_to<tick_wallet>>;
using wallet_directory
    = wallet_actor::extend<caf::reacts_to<offer_to_go>, caf::replies_to<vacate_shards>::with<bool>>;

/// How many may wait for their turn at one wallet.
inline constexpr std::size_t wallet_turns_max = 1'000;

struct wallet_state {
  wallet_state() = default;

  static inline const char* name = "wallet";
  backstage_ptr stage;
  wallet_row known;
  /// Between a decision and the word of the store, and while a checkout has the wallet: whoever
  /// comes meanwhile waits for his turn.
  bool is_busy = false;
  /// In order of arrival. Called with nothing when it is their turn, or with why it never will be.
  std::deque<std::function<void(const caf::error*)>> turns;
  /// What a checkout may come to save, and for which reservation; none: 0.
  wallet_row prepared;
  reservation_id locked_for{};
  /// Only who locked it may settle it: a lock may be given up, and another flow get the next.
  std::uint64_t locked_by = 0;
  instant locked_until{};
  wallet_directory directory;
  std::uint64_t handled = 0;
  instant used_at{};
};

using wallet_self
    = caf::stateful_actor<wallet_state, counted<wallet_entity::base, actor_kind::wallet>>;

/// Keeps one user's points: asks the rules, saves what they grant, and only then answers. A lost
/// race against another writer of the same row is decided anew, a few times. Stops when it cannot
/// know what was saved.
wallet_entity::behavior_type keep_wallet(wallet_self* self, user_id user, backstage_ptr stage,
                                         wallet_directory directory);

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::tick_wallet)
