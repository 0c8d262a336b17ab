#include "actors/wallet/wallet_actor.hpp"

#include "actors/house_facts.hpp"
#include <caf/all.hpp>

namespace frontrow {

namespace {

using mover = owed_answer<outcome>;
using preparer = owed_answer<prepared_wallet>;

/// Ends in doubt: whoever waits hears why, and the next activation asks the store.
void stop(wallet_self* self, const caf::error& why) {
  auto turns = std::move(self->state.turns);
  self->state.turns.clear();
  for (const auto& turn : turns)
    turn(&why);
  self->quit(why);
}

void end_turn(wallet_self* self) {
  auto& state = self->state;
  state.is_busy = false;
  while (!state.is_busy && !state.turns.empty()) {
    const auto turn = std::move(state.turns.front());
    state.turns.pop_front();
    turn(nullptr);
  }
}

/// Does `work` when it is its turn, which it ends by itself if it makes the wallet busy.
template <class Promise, class Work>
void take_turn(wallet_self* self, Promise reply, Work work) {
  auto& state = self->state;
  // A checkout that never came back: nobody knows what it saved.
  if (state.locked_for != reservation_id{} && state.stage->now() >= state.locked_until) {
    reply.deliver(caf::error{store_failure::unavailable});
    stop(self, store_failure::unavailable);
    return;
  }
  if (!state.is_busy) {
    work(reply);
    return;
  }
  if (state.turns.size() == wallet_turns_max) {
    reply.deliver(caf::error{store_failure::overloaded});
    return;
  }
  state.turns.emplace_back([=](const caf::error* why) mutable {
    if (why == nullptr)
      work(reply);
    else
      reply.deliver(*why);
  });
}

outcome as_it_is(const wallet_self* self, refusal no) {
  outcome out;
  out.no = no;
  out.balance = self->state.known.balance;
  out.wallet_version = self->state.known.version;
  return out;
}

void decide(wallet_self* self, const move_points& m, mover reply, int tries);

/// The row is not what this wallet thought: read it, and decide again.
void decide_anew(wallet_self* self, const move_points& m, mover reply, int tries) {
  auto give_up = [=](const caf::error& why) mutable {
    reply.deliver(why);
    stop(self, why);
  };
  if (tries == conflict_retries_max)
    return give_up(store_failure::overloaded);
  self->request(self->state.stage->archive, caf::infinite, load_wallet{m.user})
      .then(
          [=](const wallet_row& found) {
            self->state.known = found;
            decide(self, m, reply, tries + 1);
          },
          [=](const caf::error& why) mutable { give_up(why); });
}

void save(wallet_self* self, const move_points& m, const wallet_step& step, mover reply,
          int tries) {
  outcome out;
  out.balance = step.next.balance;
  out.wallet_version = step.next.version;
  out.at = step.said.at;
  write_set set;
  set.rows = {step.next, step.entry};
  set.events = {step.said};
  if (!m.what.key.empty())
    set.rows.emplace_back(answer_row{m.user, m.what.what, m.what.key, m.what.body, out});
  self->state.is_busy = true;
  self->request(self->state.stage->writer, caf::infinite, std::move(set))
      .then(
          [=](commit_result result) mutable {
            if (result == commit_result::conflict || result == commit_result::too_late)
              return decide_anew(self, m, reply, tries);
            if (result == commit_result::committed)
              self->state.known = step.next;
            out.is_key_known = result == commit_result::key_known;
            reply.deliver(std::move(out));
            end_turn(self);
          },
          [=](const caf::error& why) mutable {
            reply.deliver(why);
            stop(self, why);
          });
}

void decide(wallet_self* self, const move_points& m, mover reply, int tries) {
  const auto& state = self->state;
  const auto kind
      = m.what.what == operation::charge ? ledger_row::kind::charge : ledger_row::kind::use;
  const auto decided = move(state.known, kind, m.what.amount, {}, state.stage->now());
  const bool is_old = m.what.has_match && m.what.if_version != state.known.version;
  if (!is_old && decided)
    return save(self, m, *decided, reply, tries);
  reply.deliver(as_it_is(self, is_old ? refusal::version_conflict : decided.error()));
  end_turn(self);
}

/// Takes the wallet for a checkout; `finish` gives it back.
void prepare(wallet_self* self, const prepare_wallet& m, preparer reply) {
  auto& state = self->state;
  prepared_wallet answer;
  answer.wallet = state.known;
  const auto now = state.stage->now();
  const auto decided = move(state.known, m.is, m.amount, m.reservation, now);
  if (decided) {
    state.is_busy = true;
    state.prepared = decided->next;
    state.locked_for = m.reservation;
    state.locked_by = m.flow;
    state.locked_until = now + milliseconds{prepared_wait_max_ms};
    answer.wallet = decided->next;
    answer.entry = decided->entry;
    answer.said = decided->said;
  } else {
    answer.no = decided.error();
  }
  reply.deliver(std::move(answer));
}

/// Whether the wallet goes on.
bool finish(wallet_self* self, const settle_wallet& m) {
  auto& state = self->state;
  const bool is_mine = state.locked_for == m.reservation && state.locked_by == m.flow;
  if (!is_mine && m.how == settled::dropped)
    return true; // about a lock that was given up
  // A lock that was given up and whose rows were saved all the same: they are not known here.
  if (!is_mine || m.how == settled::doubtful) {
    stop(self, store_failure::unavailable);
    return false;
  }
  if (m.how == settled::saved)
    state.known = state.prepared;
  state.locked_for = {};
  end_turn(self);
  return true;
}

/// One alarm for as long as the wallet lives: a coarse look whether it is idle.
void tick(wallet_self* self) {
  auto& state = self->state;
  const auto idle = state.stage->how.idle.wallet;
  self->delayed_send(self, idle, tick_wallet{});
  if (!state.is_busy && state.stage->now() >= state.used_at + idle)
    self->send(state.directory, offer_to_go{raw(state.known.user), state.handled});
}

wallet_state& arrive(wallet_self* self) {
  ++self->state.handled;
  self->state.used_at = self->state.stage->now();
  return self->state;
}

} // namespace

wallet_entity::behavior_type keep_wallet(wallet_self* self, user_id user, backstage_ptr stage,
                                         wallet_directory directory) {
  self->state.stage = std::move(stage);
  self->state.directory = std::move(directory);
  self->state.known.user = user;
  introduce(self);
  self->request(self->state.stage->archive, caf::infinite, load_wallet{user})
      .await([=](const wallet_row& found) { self->state.known = found; },
             [=](caf::error& why) { self->quit(std::move(why)); });
  self->delayed_send(self, self->state.stage->how.idle.wallet, tick_wallet{});

  return {
      [=](const read_wallet&) { return arrive(self).known; },
      [=](const move_points& m) -> caf::result<outcome> {
        arrive(self);
        auto reply = self->owe<outcome>();
        take_turn(self, reply, [=](mover r) { decide(self, m, r, 0); });
        return reply;
      },
      [=](const prepare_wallet& m) -> caf::result<prepared_wallet> {
        arrive(self);
        auto reply = self->owe<prepared_wallet>();
        take_turn(self, reply, [=](preparer r) { prepare(self, m, r); });
        return reply;
      },
      [=](const settle_wallet& m) {
        arrive(self);
        return finish(self, m);
      },
      [=](tick_wallet) { tick(self); },
  };
}

} // namespace frontrow
