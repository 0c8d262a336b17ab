#pragma once

#include "actors/store/rows.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <string>
#include <vector>

/// What an operator may ask the store, beside everybody else: an actor with a thread and a reading
/// side of its own, so that nobody who buys waits for it.
namespace frontrow {

/// What the store promises of rows of one kind.
enum class store_promise : std::uint8_t {
  seats = 1,    // a schedule's held and sold seats are seats that it has, each somebody's
  reservations, // a live reservation is the one that its seat names, so a seat has one at most
  wallets,      // a ledger has no gaps, and sums to its wallet's balance
};

/// Looks at up to `limit` rows behind `after`, in one state of the store; of seats, at the whole
/// schedule `after`, which has `seats` of them.
struct check_store {
  store_promise what{};
  std::int64_t after = 0;
  std::uint32_t limit = 0;
  std::uint64_t seats = 0;
};
struct store_check {
  std::uint64_t checked = 0;
  std::int64_t next = 0;           // to go on behind
  bool is_end = false;             // these were the last
  std::uint64_t held = 0;          // of seats
  std::uint64_t sold = 0;          // of seats
  std::vector<std::string> broken; // what does not hold, a line each
};

/// Kept answers by their key, or by the reservation that they are about, or both; 0 and empty mean
/// any. At most `answers_found_max`, and only in answers kept from `from` to `until`.
struct find_answers {
  user_id user{};
  std::string key;
  reservation_id reservation{};
  instant from{};
  instant until = instant::max();
};
inline constexpr std::size_t answers_found_max = 20;
struct found_answers {
  std::vector<answer_row> answers;
  bool is_whole = true; // there was not more to look at than one question may
};

using inspector_actor = caf::typed_actor<caf::replies_to<check_store>::with<store_check>,
                                         caf::replies_to<find_answers>::with<found_answers>>;

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::check_store)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::store_check)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::find_answers)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::found_answers)
