#pragma once

#include "actors/base/refusal.hpp"
#include "actors/queue/signed_place.hpp"
#include "actors/store/store_messages.hpp"

/// What may be said to a schedule's waiting room. Where a token is named, `place` is what it says
/// of itself, or nothing: a room that has lost the token goes by it.
namespace frontrow {

/// Issues a token, or gives the one that this user has already.
struct enter_queue {
  schedule_id id{};
  user_id user{};
  token_id token{}; // if the user has shown one
  signed_place place{};
};

/// How a token stands.
struct ask_queue {
  schedule_id id{};
  token_id token;
  user_id caller{}; // whose token it must be; nobody: whoever holds it
  signed_place place{};
};

/// Answers when the token's standing is no longer `seen`, at the latest after 15 s.
struct watch_queue {
  schedule_id id{};
  token_id token;
  user_id caller{};
  std::uint64_t seen = 0; // a ticket's `standing`; 0: answer at once
  signed_place place{};
};

/// Gives the place up.
struct leave_queue {
  schedule_id id{};
  token_id token;
  user_id caller{};
  signed_place place{};
};

struct queue_ticket {
  /// schedule_not_found, token_unknown, token_mismatch, token_expired
  refusal no = refusal::none;
  token_id token;
  signed_place place; // what a token should say of itself
  bool is_active = false;
  std::uint64_t position = 0;     // 1-based while waiting, else 0
  std::uint64_t wait_seconds = 0; // estimated, while waiting
  instant expires_at{};           // of the token while waiting, of the session while ACTIVE
  std::uint64_t poll_seconds = 0; // when asking again is worth while
  std::uint64_t life_seconds = 0; // what is left of the token: the cookie's Max-Age
  /// Differs whenever state or position differ.
  std::uint64_t standing = 0;
  /// What is left to reserve something in, while ACTIVE and nothing was; else 0.
  std::uint64_t claim_seconds = 0;
};

/// Whether this user may reserve now; counts as showing up.
struct use_token {
  schedule_id id{};
  user_id user{};
  token_id token;
  signed_place place{};
};
struct token_check {
  refusal no = refusal::none;
  std::uint64_t position = 0;
  std::uint64_t wait_seconds = 0;
};

/// The user paid, or gave back the last hold: the session ends and its slot is free.
struct end_session {
  schedule_id id{};
  user_id user{};
};

/// What an operator wants of a waiting room; with nothing to change it is only described.
struct steer_queue {
  enum class doors : std::uint8_t { as_they_are, paused, open };

  schedule_id id{};
  doors now = doors::as_they_are;
  std::uint32_t capacity = 0;   // 0: as it is
  std::int64_t per_second = -1; // admitted at the most; 0: as there is room; negative: as it is
};
/// How a waiting room stands. What was to change is durable.
struct queue_view {
  refusal no = refusal::none; // schedule_not_found
  std::uint32_t capacity = 0; // 0: there is no waiting room, and nothing to steer
  bool is_paused = false;
  std::uint32_t per_second = 0; // 0: as there is room
  std::uint64_t waiting = 0;
  std::uint64_t active = 0;
  std::uint64_t ceiling = 0;      // how many may be ACTIVE, with those from before it was lowered
  std::uint64_t admitted = 0;     // since it was opened
  std::uint64_t abandoned = 0;    // likewise
  std::uint64_t pace_milli = 0;   // admitted in a thousand seconds, lately
  std::uint64_t wait_seconds = 0; // of somebody who came now, estimated
  bool is_line_away = false;      // what keeps the line does not answer
};

using queue_actor
    = caf::typed_actor<caf::replies_to<enter_queue>::with<queue_ticket>,
                       caf::replies_to<ask_queue>::with<queue_ticket>,
                       caf::replies_to<watch_queue>::with<queue_ticket>,
                       caf::replies_to<leave_queue>::with<queue_ticket>,
                       caf::replies_to<use_token>::with<token_check>, caf::reacts_to<end_session>,
                       caf::replies_to<steer_queue>::with<queue_view>>;

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::enter_queue)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::ask_queue)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::watch_queue)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::leave_queue)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::queue_ticket)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::use_token)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::token_check)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::end_session)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::steer_queue)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::queue_view)
