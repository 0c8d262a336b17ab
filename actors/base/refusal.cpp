#include "actors/base/refusal.hpp"

namespace frontrow {

bool is_kept(refusal no) {
  switch (no) {
  case refusal::token_missing:
  case refusal::token_unknown:
  case refusal::token_mismatch:
  case refusal::token_waiting:
  case refusal::token_expired:
  case refusal::concert_not_found:
  case refusal::schedule_not_found:
  case refusal::seat_not_found:
  case refusal::reservation_not_found:
  case refusal::not_the_owner:
  case refusal::version_conflict:
  case refusal::idempotency_mismatch:
  case refusal::idempotency_in_progress:
    return false;
  default:
    return true;
  }
}

} // namespace frontrow
