#include "actors/queue/queue_saving_actor.hpp"

#include "actors/queue/queue_actor_ticket.hpp"
#include "actors/queue/queue_mirror_actor.hpp"

#include <caf/all.hpp>

#include <iterator>

namespace frontrow {

namespace {

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
void save_in_store(queue_self* self) {
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

} // namespace

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

std::uint64_t owe(queue_self* self, const ticket_promise& reply) {
  auto& state = self->state;
  state.owed.emplace(++state.next_owed, reply);
  return state.next_owed;
}

void answer_owed(queue_self* self, std::uint64_t number, caf::expected<queue_ticket> what) {
  auto found = self->state.owed.extract(number);
  if (what)
    found.mapped().deliver(std::move(*what));
  else
    found.mapped().deliver(std::move(what.error()));
}

void save_round(queue_self* self) {
  if (is_mirrored(self->state))
    mirror_round(self);
  else
    save_in_store(self);
}

void change(queue_self* self, std::vector<row> rows, std::function<void()> then) {
  auto& state = self->state;
  if (is_mirrored(state))
    return mirror_change(self, rows, std::move(then));
  std::move(rows.begin(), rows.end(), std::back_inserter(state.changes));
  if (then)
    state.after_changes.push_back(std::move(then));
  state.is_round_due = true;
  save_round(self);
}

void answer_entered(queue_self* self, std::uint64_t number, token_id token) {
  auto ticket = look(self->state, token, {});
  if (ticket.no == refusal::none)
    answer_owed(self, number, std::move(ticket));
  else // the request that was given the token could not save it, or it was given up meanwhile
    answer_owed(self, number, caf::error{store_failure::unavailable});
}

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
        answer_owed(self, number, why);
        if (why == store_failure::overloaded)
          self->state.room->forget(token);
        else
          self->quit(why);
      });
}

} // namespace frontrow
