#include "actors/queue/queue_actor_ticket.hpp"

namespace frontrow {

namespace {

std::uint64_t seconds_until(instant when, instant now) {
  return when <= now ? 0
                     : std::uint64_t(std::chrono::ceil<std::chrono::seconds>(when - now).count());
}

queue_ticket print(const queue_state& state, const standing& s) {
  queue_ticket t;
  t.no = s.no;
  if (s.no != refusal::none)
    return t;
  const auto now = state.stage->now();
  const auto& limits = state.limits;
  const auto token_end = s.token.issued_at + limits.token_life;
  t.token = s.token.token;
  t.place = {s.token.user, s.token.place, s.token.issued_at};
  t.is_active = s.is_active;
  t.position = s.position;
  t.life_seconds = seconds_until(token_end, now);
  if (s.is_active) {
    t.expires_at = std::min(token_end, s.token.active_at + limits.session_life);
    if (!s.token.claimed && limits.active_max > 0)
      t.claim_seconds = seconds_until(s.token.active_at + limits.claim, now);
    t.standing = 1;
    t.poll_seconds = 10;
  } else {
    t.wait_seconds = estimate_wait(s.position, state.admissions.per_second(), limits);
    t.expires_at = token_end;
    t.standing = 1 + s.position;
    t.poll_seconds = poll_after(t.wait_seconds);
  }
  return t;
}

} // namespace

queue_ticket refused_ticket(refusal no) {
  queue_ticket t;
  t.no = no;
  return t;
}

queue_ticket look(const queue_state& state, token_id token, user_id caller) {
  if (!state.room)
    return refused_ticket(refusal::schedule_not_found);
  return print(state, state.room->look(token, caller, state.stage->now()));
}

} // namespace frontrow
