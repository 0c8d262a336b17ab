#include "actors/queue/queue_actor.hpp"

#include "actors/queue/queue_actor_ticket.hpp"
#include "actors/queue/queue_opening_actor.hpp"

#include <caf/all.hpp>

#include <iterator>

namespace frontrow {

namespace {

using ticket_promise = owed_answer<queue_ticket>;

/// How long a watcher waits for a change.
constexpr milliseconds queue_watch_wait{15'000};

void answer_watchers(queue_self* self) {
  auto& state = self->state;
  const auto now = state.stage->now();
  std::erase_if(state.watchers, [&](queue_watcher& w) {
    auto t = look(state, w.what.token, w.what.caller);
    if (now < w.until && t.no == refusal::none && t.standing == w.what.seen)
      return false;
    w.reply.deliver(std::move(t));
    return true;
  });
}

/// A promise that is kept even when this actor stops: `answer` by this number.
std::uint64_t owe(queue_self* self, const ticket_promise& reply) {
  auto& state = self->state;
  state.owed.emplace(++state.next_owed, reply);
  return state.next_owed;
}

template <class Answer>
void answer(queue_self* self, std::uint64_t number, Answer what) {
  auto found = self->state.owed.extract(number);
  found.mapped().deliver(std::move(what));
}

void save_round(queue_self* self);

using continuations = std::vector<std::function<void()>>;

/// The store has the round: its rows may be told, and what gathered meanwhile is next.
void finish_round(queue_self* self, const std::vector<row>& rows, const continuations& done,
                  commit_result result) {
  auto& state = self->state;
  if (result != commit_result::committed)
    return self->quit(store_failure::unavailable);
  state.is_saving = false;
  state.room->settle(rows);
  state.room->reopen();
  for (const auto& each : done)
    each();
  answer_watchers(self);
  if (state.is_round_due)
    save_round(self);
}

/// The writer did not take the round, so nothing of it is there: the next tick tries again.
void put_back(queue_self* self, const std::vector<row>& rows, const continuations& done) {
  auto& state = self->state;
  state.is_saving = false;
  state.changes.insert(state.changes.begin(), rows.begin(), rows.end());
  state.after_changes.insert(state.after_changes.begin(), done.begin(), done.end());
}

/// Saves the changes that have gathered, together with whom they let in; one write set at a time,
/// so that a slot and its next holder are durable together, in order. Without these rows the store
/// and the room disagree, and the room stops.
void save_round(queue_self* self) {
  auto& state = self->state;
  if (state.is_saving)
    return;
  state.room->reopen();
  auto rows = std::move(state.changes);
  auto done = std::move(state.after_changes);
  state.changes.clear();
  state.after_changes.clear();
  state.is_round_due = false;
  state.room->tick(state.stage->now(), rows);
  if (rows.empty() && done.empty())
    return;
  state.is_saving = true;
  state.room->shut();
  self->request(state.stage->writer, caf::infinite, write_set{rows, {}, {}})
      .then([=](commit_result result) { finish_round(self, rows, done, result); },
            [=](caf::error& why) {
              if (why == store_failure::overloaded)
                put_back(self, rows, done);
              else
                self->quit(std::move(why));
            });
}

/// Has rows saved that later decisions build on, and lets in whoever may come in then.
void change(queue_self* self, std::vector<row> rows, std::function<void()> then = {}) {
  auto& state = self->state;
  std::move(rows.begin(), rows.end(), std::back_inserter(state.changes));
  if (then)
    state.after_changes.push_back(std::move(then));
  state.is_round_due = true;
  save_round(self);
}

/// Answers with how the token stands, now that the store has it.
void answer_entered(queue_self* self, std::uint64_t number, token_id token) {
  auto ticket = look(self->state, token, {});
  if (ticket.no == refusal::none)
    answer(self, number, std::move(ticket));
  else // the request that was given the token could not save it, or it was given up meanwhile
    answer(self, number, caf::error{store_failure::unavailable});
}

/// Saves a token that nothing but its own answer builds on: thousands share a commit.
void save_entry(queue_self* self, std::vector<row> rows, token_id token, std::uint64_t number) {
  auto asked = self->request(self->state.stage->writer, caf::infinite, write_set{rows, {}, {}});
  asked.then(
      [=, rows = std::move(rows)](commit_result result) {
        if (result != commit_result::committed)
          return self->quit(store_failure::unavailable);
        self->state.room->settle(rows);
        answer_entered(self, number, token);
      },
      [=](const caf::error& why) {
        // Only what the writer did not even take is certainly not there.
        answer(self, number, why);
        if (why == store_failure::overloaded)
          self->state.room->forget(token);
        else
          self->quit(why);
      });
}

caf::result<queue_ticket> enter(queue_self* self, const enter_queue& m) {
  auto& state = self->state;
  if (!state.room)
    return refused_ticket(refusal::schedule_not_found);
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
  const bool is_alone = state.changes.empty() && rows.size() <= 1;
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
  std::vector<row> rows;
  const auto no = state.room->leave(m.token, m.caller, state.stage->now(), rows);
  if (no != refusal::none)
    return refused_ticket(no);
  auto reply = self->owe<queue_ticket>();
  const auto number = owe(self, reply);
  change(self, std::move(rows), [=] { answer(self, number, queue_ticket{}); });
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
  load_room(self);
  self->delayed_send(self, self->state.stage->how.queue.tick, tick_queue{});

  return {
      [=](const enter_queue& m) {
        arrive(self);
        return enter(self, m);
      },
      [=](const ask_queue& m) { return look(arrive(self), m.token, m.caller); },
      [=](const watch_queue& m) {
        arrive(self);
        return watch(self, m);
      },
      [=](const leave_queue& m) {
        arrive(self);
        return leave(self, m);
      },
      [=](const use_token& m) {
        arrive(self);
        return use(self, m);
      },
      [=](const end_session& m) {
        if (!arrive(self).room)
          return;
        std::vector<row> rows;
        self->state.room->end(m.user, rows);
        if (!rows.empty())
          change(self, std::move(rows));
      },
      [=](tick_queue) { tick(self); },
  };
}

} // namespace frontrow
