#include "actors/queue/queue_return_actor.hpp"

#include "actors/queue/queue_saving_actor.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

/// How many of somebody's reservations, newest first, are looked at.
constexpr std::uint32_t reservations_seen = 50;

/// What his reservations since he was given the token tell.
trace trace_of(const std::vector<reservation_row>& all, schedule_id id, instant issued_at,
               instant now) {
  using state = reservation_row::state;
  auto found = trace::none;
  for (const auto& r : all) {
    if (r.schedule != id || r.created_at < issued_at)
      continue;
    if (r.is == state::preempted && now < r.held_until)
      return trace::holds_seat;
    if (r.is == state::confirmed || r.is == state::cancelled)
      found = trace::is_done;
  }
  return found;
}

} // namespace

bool must_come_back(const queue_state& state, token_id token, const signed_place& at) {
  return state.room && state.room->may_come_back(token, at, state.stage->now());
}

void bring_back(queue_self* self, token_id token, const signed_place& at,
                std::function<void(caf::error)> then) {
  const list_reservations wish{at.user, {}, reservations_seen};
  self->request(self->state.stage->archive, caf::infinite, wish)
      .then(
          [=](const std::vector<reservation_row>& all) {
            auto& state = self->state;
            // Two questions may have been on their way.
            if (must_come_back(state, token, at)) {
              const auto now = state.stage->now();
              std::vector<row> rows;
              state.room->come_back(token, at, trace_of(all, state.id, at.issued_at, now), now,
                                    rows);
              ++state.mirror.returned;
              the_house.places_returned.fetch_add(1, std::memory_order_relaxed);
              change(self, std::move(rows));
            }
            then({});
          },
          [=](caf::error& why) { then(std::move(why)); });
}

} // namespace frontrow
