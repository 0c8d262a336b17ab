#pragma once

#include "actors/schedule/schedule_actor.hpp"
#include "actors/seat/seat_actor.hpp"

/// How a schedule speaks to its seats, and what it does on its own account.
namespace frontrow {

/// Sweeps at `when` at the latest.
void wake_by(schedule_self* self, instant when);

/// Looks at deadlines, doubts, watchers and idle seats, and plans the next look.
/// @param number Which wake-up this is: one that was overtaken by an earlier does nothing.
void sweep(schedule_self* self, std::uint64_t number);

/// Sells the lowest free seat; a seat that was lost to another request is retried on the next, up
/// to five times.
caf::result<booked_seat> book_lowest(schedule_self* self, book_seat what);

/// The seat's actor, brought alive when it is not.
seat_child& wake_seat(schedule_self* self, seat_id seat);

/// Takes in what a seat is now.
void learn(schedule_self* self, const seat_row& row);

/// A seat stopped without telling what it is. `asked` is who did; `was_begun`: see `hall::begin`.
void lose(schedule_self* self, seat_id seat, const seat_actor& asked, bool was_begun);

/// What was begun is over: waiting bookers may have a seat now.
void end_begun(schedule_self* self, seat_id seat);

/// A seat told what it is, so it is no longer in doubt, unless somebody still waits for one that
/// stopped.
void end_doubt(schedule_self* self, seat_id seat);

/// Asks a seat, and learns what it is from the answer before anybody else hears of it.
/// @param takes The seat is no free seat until it has answered.
template <class Answer, class Message, class Then, class Otherwise>
void talk_to_seat(schedule_self* self, seat_id seat, Message what, bool takes, Then then,
                  Otherwise otherwise) {
  if (takes)
    self->state.seats->begin(seat);
  auto& child = wake_seat(self, seat);
  ++child.waiting;
  self->request(child.actor, caf::infinite, std::move(what))
      .then(
          [=](Answer& answer) mutable {
            --self->state.children.find(seat)->waiting;
            if constexpr (std::is_same_v<Answer, seat_answer>) {
              learn(self, answer.seat);
              end_doubt(self, seat);
            }
            if (takes)
              end_begun(self, seat);
            then(answer);
          },
          [=, asked = child.actor](caf::error& why) mutable {
            lose(self, seat, asked, takes);
            otherwise(why);
          });
}

} // namespace frontrow
