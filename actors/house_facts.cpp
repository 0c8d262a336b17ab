#include "actors/house_facts.hpp"

#include "actors/base/tsid.hpp"
#include "actors/base/utc_text.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

void tell(actor_facts& out, std::string name, std::string value) {
  out.push_back({std::move(name), std::move(value)});
}

void tell(actor_facts& out, std::string name, std::unsigned_integral auto value) {
  tell(out, std::move(name), std::to_string(value));
}

std::string_view name_of(seat_row::phase is) {
  switch (is) {
  case seat_row::phase::open:
    return "AVAILABLE";
  case seat_row::phase::held:
    return "HELD";
  case seat_row::phase::sold:
    return "SOLD";
  }
  return "UNKNOWN";
}

void describe_seat(caf::local_actor* me, actor_facts& out) {
  const auto& state = static_cast<seat_self*>(me)->state;
  const auto& seat = state.known.seat;
  tell(out, "state", std::string{name_of(seat.is)});
  tell(out, "version", seat.version);
  if (seat.user != user_id{})
    tell(out, "user", raw(seat.user));
  if (seat.reservation != reservation_id{})
    tell(out, "reservation", print_id(seat.reservation));
  if (seat.is == seat_row::phase::held)
    tell(out, "held until", print_utc(seat.held_until));
  tell(out, "parent", "schedule " + std::to_string(raw(seat.schedule)));
  if (state.locked != nullptr)
    tell(out, "waits for",
         "the checkout of " + print_id(state.locked->reservation) + " (flow "
             + std::to_string(state.locked->flow) + ") until " + print_utc(state.locked->until));
}

void describe_schedule_actor(caf::local_actor* me, actor_facts& out) {
  const auto& state = static_cast<schedule_self*>(me)->state;
  tell(out, "parent", "directory of schedules");
  if (!state.seats) {
    tell(out, "state", "not loaded, or no such schedule");
    return;
  }
  const auto& seats = *state.seats;
  tell(out, "state", "open");
  tell(out, "version", seats.version());
  tell(out, "seats", seats.seats());
  tell(out, "available", seats.available());
  tell(out, "held", seats.held());
  tell(out, "sold", seats.seats() - seats.available() - seats.held());
  tell(out, "seat actors", state.children.size());
  tell(out, "seats in doubt", state.children.doubtful().size());
  tell(out, "watchers", state.watchers.size());
  tell(out, "bookers waiting", state.bookers.size());
  tell(out, "waiting for the queue's word", state.queueing);
  tell(out, "used", print_utc(state.used_at));
}

bool dismiss_from_schedule(caf::local_actor* me, actor_label whom) {
  auto* self = static_cast<schedule_self*>(me);
  if (whom.second != 0)
    return self->state.children.put_away(seat_id{static_cast<std::uint32_t>(whom.second)});
  self->quit(caf::exit_reason::user_shutdown);
  return true;
}

void describe_wallet(caf::local_actor* me, actor_facts& out) {
  const auto& state = static_cast<wallet_self*>(me)->state;
  tell(out, "state", state.is_busy ? "busy" : "at rest");
  tell(out, "version", state.known.version);
  tell(out, "balance", std::to_string(state.known.balance));
  tell(out, "parent", "directory of wallets");
  tell(out, "turns waiting", state.turns.size());
  tell(out, "used", print_utc(state.used_at));
  if (state.locked_for != reservation_id{})
    tell(out, "waits for",
         "the checkout of " + print_id(state.locked_for) + " (flow "
             + std::to_string(state.locked_by) + ") until " + print_utc(state.locked_until));
}

void describe_queue(caf::local_actor* me, actor_facts& out) {
  const auto& state = static_cast<queue_self*>(me)->state;
  tell(out, "parent", "directory of queues");
  if (!state.room) {
    tell(out, "state", "not loaded, or no such schedule");
    return;
  }
  const auto& room = *state.room;
  tell(out, "state", room.rule().is_paused ? "PAUSED" : "open");
  tell(out, "capacity", state.limits.active_max);
  tell(out, "admitted a second at the most",
       room.rule().per_second == 0 ? "as there is room" : std::to_string(room.rule().per_second));
  tell(out, "active", room.active());
  tell(out, "waiting", room.waiting());
  tell(out, "next place", raw(room.next_place()));
  tell(out, "watchers", state.watchers.size());
  tell(out, "answers that wait for the store", state.owed.size());
  tell(out, "used", print_utc(state.used_at));
  if (state.is_saving)
    tell(out, "waits for", "the writer: a round of changes is being saved");
}

/// It ends, and its directory brings it back when it is needed.
template <class Self>
bool go(caf::local_actor* me, actor_label) {
  static_cast<Self*>(me)->quit(caf::exit_reason::user_shutdown);
  return true;
}

} // namespace

void introduce(seat_self* self) {
  const auto& seat = self->state.known.seat;
  self->introduce<describe_seat>({raw(seat.schedule), raw(seat.seat)});
}

void introduce(schedule_self* self) {
  self->introduce<describe_schedule_actor, dismiss_from_schedule>({raw(self->state.id), 0});
}

void introduce(wallet_self* self) {
  self->introduce<describe_wallet, go<wallet_self>>({raw(self->state.known.user), 0});
}

void introduce(queue_self* self) {
  self->introduce<describe_queue, go<queue_self>>({raw(self->state.id), 0});
}

} // namespace frontrow
