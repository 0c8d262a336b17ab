#pragma once

#include "actors/base/settled.hpp"
#include "actors/command.hpp"
#include "actors/store/store_messages.hpp"

/// What may be said to a wallet. Every message names its user, so that the directory can bring the
/// wallet alive and hand the message on.
namespace frontrow {

struct read_wallet {
  user_id user{};
};

/// Charge or use, saved with its ledger entry, event and kept answer.
struct move_points {
  user_id user{};
  command what;
};

/// First half of a payment or refund within a checkout: the wallet locks itself and says which rows
/// would change. It waits for `settle_wallet` from the same flow.
struct prepare_wallet {
  user_id user{};
  ledger_row::kind is{}; // payment or refund
  points amount = 0;
  reservation_id reservation{};
  /// Which flow this is: no other ever has this number.
  std::uint64_t flow = 0;
};
struct prepared_wallet {
  refusal no = refusal::none;
  wallet_row wallet; // as it would be; as it is, when refused
  ledger_row entry;
  event said;
};

/// Second half: what became of the prepared rows. Answered when everybody who asks the wallet from
/// then on sees it, with whether it could be told.
struct settle_wallet {
  user_id user{};
  reservation_id reservation{};
  settled how{};
  std::uint64_t flow = 0; // that prepared it
};

using wallet_actor = caf::typed_actor<caf::replies_to<read_wallet>::with<wallet_row>,
                                      caf::replies_to<move_points>::with<outcome>,
                                      caf::replies_to<prepare_wallet>::with<prepared_wallet>,
                                      caf::replies_to<settle_wallet>::with<bool>>;

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::read_wallet)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::move_points)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::prepare_wallet)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::prepared_wallet)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::settle_wallet)
