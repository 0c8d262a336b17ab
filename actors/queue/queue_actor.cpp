#include "actors/queue/queue_actor.hpp"

#include "actors/house_facts.hpp"
#include "actors/queue/queue_actor_ticket.hpp"
#include "actors/queue/queue_mirror_actor.hpp"
#include "actors/queue/queue_opening_actor.hpp"
#include "actors/queue/queue_return_actor.hpp"
#include "actors/queue/queue_saving_actor.hpp"
#include "actors/queue/queue_steering_actor.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

/// How long a watcher waits for a change.
constexpr milliseconds queue_watch_wait{15'000};

caf::result<queue_ticket> enter(queue_self* self, const enter_queue& m) {
  auto& state = self->state;
  if (!state.room)
    return refused_ticket(refusal::schedule_not_found);
  // Without its keeper the room goes on with those it has.
  if (const auto now = state.stage->now(); state.mirror.is_away) {
    const auto mine = state.room->token_of(m.user, now);
    if (!mine || !state.room->is_settled(mine))
      return caf::error{store_failure::unavailable};
  }
  std::vector<row> rows;
  const auto token
      = state.room->enter(m.user, state.stage->fresh_token(), state.stage->now(), rows).token;
  if (rows.empty() && state.room->is_settled(token))
    return look(state, token, {});
  auto reply = self->owe<queue_ticket>();
  const auto number = owe(self, reply);
  // Who had to wait only because the doors were shut for a moment is let in at the next round.
  state.is_round_due |= state.is_saving;
  // What ends the user's old session, or comes after rows that are not on their way yet, goes with
  // them. A token that another request has just been given and that is on its way to the disk: an
  // empty write set comes back after it, so this answer is as durable as that one.
  const bool is_alone = !is_mirrored(state) && state.changes.empty() && rows.size() <= 1;
  if (!is_alone)
    change(self, std::move(rows), [=] { answer_entered(self, number, token); });
  else
    save_entry(self, std::move(rows), token, number);
  return reply;
}

caf::result<queue_ticket> watch(queue_self* self, const watch_queue& m) {
  auto& state = self->state;
  auto t = look(state, m.token, m.caller);
  if (t.no != refusal::none || t.standing != m.seen)
    return t;
  auto reply = self->owe<queue_ticket>();
  state.watchers.push_back({reply, m, state.stage->now() + queue_watch_wait});
  return reply;
}

/// An answer that holds only once the store has the change.
caf::result<queue_ticket> leave(queue_self* self, const leave_queue& m) {
  auto& state = self->state;
  if (!state.room)
    return refused_ticket(refusal::schedule_not_found);
  if (state.mirror.is_away)
    return caf::error{store_failure::unavailable};
  std::vector<row> rows;
  const auto no = state.room->leave(m.token, m.caller, state.stage->now(), rows);
  if (no != refusal::none)
    return refused_ticket(no);
  auto reply = self->owe<queue_ticket>();
  const auto number = owe(self, reply);
  change(self, std::move(rows), [=] { answer_owed(self, number, queue_ticket{}); });
  return reply;
}

token_check use(queue_self* self, const use_token& m) {
  auto& state = self->state;
  token_check answer;
  if (!state.room) {
    answer.no = refusal::schedule_not_found;
    return answer;
  }
  std::vector<row> rows;
  const auto s = state.room->use(m.token, m.user, state.stage->now(), rows);
  if (!rows.empty())
    change(self, std::move(rows));
  answer.no = s.no;
  answer.position = s.position;
  if (s.no == refusal::token_waiting)
    answer.wait_seconds = estimate_wait(s.position, state.admissions.per_second(), state.limits);
  return answer;
}

/// What the metrics tell of this room.
void show(queue_state& state) {
  const auto ever = state.room->admitted_ever();
  state.waiting.set(static_cast<std::int64_t>(state.room->waiting()));
  state.active.set(static_cast<std::int64_t>(state.room->active()));
  the_house.admissions.fetch_add(ever - std::exchange(state.admissions_told, ever),
                                 std::memory_order_relaxed);
}

void tick(queue_self* self) {
  auto& state = self->state;
  const auto now = state.stage->now();
  self->delayed_send(self, state.stage->how.queue.tick, tick_queue{});
  if (state.room) {
    state.admissions.see(state.room->admitted_ever(), now);
    state.is_round_due = true;
    if (is_mirrored(state))
      mirror_tick(self);
    save_round(self);
    answer_watchers(self);
    show(state);
    if (!state.room->is_empty() || !state.watchers.empty() || state.is_saving
        || !state.owed.empty())
      return;
  }
  if (now >= state.used_at + (state.room ? state.stage->how.idle.schedule : milliseconds{0}))
    self->send(state.directory, offer_to_go{raw(state.id), state.handled});
}

queue_state& arrive(queue_self* self) {
  ++self->state.handled;
  self->state.used_at = self->state.stage->now();
  return self->state;
}

} // namespace

queue_entity::behavior_type keep_queue(queue_self* self, schedule_id id, backstage_ptr stage,
                                       queue_directory directory) {
  self->state.id = id;
  self->state.stage = std::move(stage);
  self->state.directory = std::move(directory);
  self->state.used_at = self->state.stage->now();
  introduce(self);
  load_room(self);
  self->delayed_send(self, self->state.stage->how.queue.tick, tick_queue{});

  return {
      [=](const enter_queue& m) {
        arrive(self);
        return once_back<queue_ticket>(self, m, [&] { return enter(self, m); });
      },
      [=](const ask_queue& m) {
        arrive(self);
        return once_back<queue_ticket>(self, m, [&]() -> caf::result<queue_ticket> {
          return look(self->state, m.token, m.caller);
        });
      },
      [=](const watch_queue& m) {
        arrive(self);
        return once_back<queue_ticket>(self, m, [&] { return watch(self, m); });
      },
      [=](const leave_queue& m) {
        arrive(self);
        return once_back<queue_ticket>(self, m, [&] { return leave(self, m); });
      },
      [=](const use_token& m) {
        arrive(self);
        return once_back<token_check>(self, m,
                                      [&]() -> caf::result<token_check> { return use(self, m); });
      },
      [=](const end_session& m) {
        if (!arrive(self).room)
          return;
        std::vector<row> rows;
        self->state.room->end(m.user, rows);
        if (!rows.empty())
          change(self, std::move(rows));
      },
      [=](const steer_queue& m) {
        arrive(self);
        return steer(self, m);
      },
      [=](tick_queue) { tick(self); },
  };
}

} // namespace frontrow
