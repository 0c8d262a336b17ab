#pragma once

#include "actors/backstage.hpp"
#include "actors/base/counted_actor.hpp"
#include "actors/checkout/checkout.hpp"
#include "actors/keeper/keeper_messages.hpp"
#include "actors/schedule/schedule_messages.hpp"
#include "actors/wallet/wallet_messages.hpp"

#include <caf/stateful_actor.hpp>

namespace frontrow {

/// A checkout's own alarm clock.
struct look_again_at_seat {};

using checkout_entity = desk_actor::extend<caf::reacts_to<look_again_at_seat>>;

/// Where a checkout finds the halves.
struct checkout_doors {
  schedule_actor schedules;
  wallet_actor wallets;
};

struct checkout_state {
  checkout_state() = default;

  static inline const char* name = "checkout";
  backstage_ptr stage;
  checkout_doors doors;
  checkout flow;
  std::uint64_t number = 0; // of this flow; no other ever has it
  int tries = 0;
  /// Who hears the outcome, while the seat is another's.
  owed_answer<outcome> waiting;
};

using checkout_self
    = caf::stateful_actor<checkout_state, counted<checkout_entity::base, actor_kind::checkout>>;

/// Runs one confirm or cancel, answers it, and ends. Whatever happens, both halves hear what became
/// of what they prepared.
checkout_entity::behavior_type run_checkout(checkout_self* self, backstage_ptr stage,
                                            checkout_doors doors);

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::look_again_at_seat)
