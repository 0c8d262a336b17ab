#include "actors/queue/queue_actor.hpp"

#include "actors/queue/queue_actor_ticket.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

/// How long a watcher waits for a change.
constexpr milliseconds queue_watch_wait{15'000};

using ticket_promise = caf::typed_response_promise<queue_ticket>;

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

void admit(queue_self* self);

void reopen(queue_self* self) {
  auto& state = self->state;
  state.room->reopen();
  if (state.is_admission_due)
    admit(self);
}

/// Saves what later decisions build on: until the store has it, nobody is let in. Nobody waits for
/// these rows; without them the store and the room disagree, so the room stops.
template <class Then>
void save(queue_self* self, std::vector<row> rows, Then then) {
  if (rows.empty())
    return;
  self->state.room->shut();
  self->request(self->state.stage->writer, caf::infinite, write_set{std::move(rows), {}, {}})
      .then(
          [=](commit_result result) {
            if (result != commit_result::committed)
              return self->quit(store_failure::unavailable);
            then();
            reopen(self);
          },
          [=](caf::error& why) { self->quit(std::move(why)); });
}

/// Lets in whoever may come in now.
void admit(queue_self* self) {
  auto& state = self->state;
  state.is_admission_due = state.room->is_shut();
  if (state.is_admission_due)
    return;
  std::vector<row> rows;
  const auto fresh = state.room->tick(state.stage->now(), rows);
  save(self, std::move(rows), [=] {
    for (const auto place : fresh)
      self->state.room->settle(place);
    answer_watchers(self);
  });
}

/// Remembers who waits for the store, by a number; `answer` takes it.
std::uint64_t remember(queue_self* self, const ticket_promise& reply) {
  auto& state = self->state;
  state.unanswered.emplace(++state.last_number, reply);
  return state.last_number;
}

template <class Answer>
void answer(queue_self* self, std::uint64_t number, Answer what) {
  const auto it = self->state.unanswered.find(number);
  it->second.deliver(std::move(what));
  self->state.unanswered.erase(it);
}

/// An `enter` that was not saved. Only what the writer did not even take is certainly not there; of
/// anything else nobody knows, and the room stops.
void fail_to_enter(queue_self* self, std::uint64_t number, token_id fresh, bool frees,
                   caf::error why) {
  answer(self, number, why);
  if (why == store_failure::overloaded && !frees)
    self->state.room->forget(fresh);
  else
    self->quit(std::move(why));
}

/// An `enter` that is durable, and whoever asked for the same token meanwhile.
void finish_enter(queue_self* self, std::uint64_t number, const token_row& token) {
  auto& state = self->state;
  // One that was let in meanwhile waits for that to be saved, too.
  if (state.room->look(token.token, {}, state.stage->now()).token.version == token.version)
    state.room->settle(token.place);
  auto ticket = look(state, token.token, {});
  if (ticket.no == refusal::token_unknown) // given up meanwhile
    answer(self, number, caf::error{store_failure::unavailable});
  else
    answer(self, number, std::move(ticket));
}

caf::result<queue_ticket> enter(queue_self* self, const enter_queue& m) {
  auto& state = self->state;
  if (!state.room)
    return refused_ticket(refusal::schedule_not_found);
  write_set set;
  const auto fresh = state.stage->fresh_token();
  const auto token = state.room->enter(m.user, fresh, state.stage->now(), set.rows);
  if (set.rows.empty() && state.room->is_settled(token.place))
    return look(state, token.token, {});
  // A token that another request has just been given and that is on its way to the disk: an empty
  // write set comes back after it, so this answer is as durable as that one.
  auto reply = self->make_response_promise<queue_ticket>();
  const auto number = remember(self, reply);
  // It may end the user's old session.
  const bool frees = set.rows.size() > 1;
  if (frees)
    state.room->shut();
  self->request(state.stage->writer, caf::infinite, std::move(set))
      .then(
          [=](commit_result result) {
            if (result != commit_result::committed)
              return fail_to_enter(self, number, fresh, frees, store_failure::unavailable);
            finish_enter(self, number, token);
            if (frees)
              reopen(self);
          },
          [=](caf::error& why) { fail_to_enter(self, number, fresh, frees, std::move(why)); });
  return reply;
}

caf::result<queue_ticket> watch(queue_self* self, const watch_queue& m) {
  auto& state = self->state;
  auto t = look(state, m.token, m.caller);
  if (t.no != refusal::none || t.standing != m.seen)
    return t;
  auto reply = self->make_response_promise<queue_ticket>();
  state.watchers.push_back({reply, m, state.stage->now() + queue_watch_wait});
  return reply;
}

/// An answer that holds only once the store has the change.
caf::result<queue_ticket> leave(queue_self* self, const leave_queue& m) {
  auto& state = self->state;
  if (!state.room)
    return refused_ticket(refusal::schedule_not_found);
  std::vector<row> set;
  const auto no = state.room->leave(m.token, m.caller, state.stage->now(), set);
  if (no != refusal::none)
    return refused_ticket(no);
  auto reply = self->make_response_promise<queue_ticket>();
  const auto number = remember(self, reply);
  save(self, std::move(set), [=] {
    answer(self, number, queue_ticket{});
    self->state.is_admission_due = true;
  });
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
  save(self, std::move(rows), [] {});
  answer.no = s.no;
  answer.position = s.position;
  if (s.no == refusal::token_waiting)
    answer.wait_seconds = estimate_wait(s.position, state.admissions.per_second(), state.limits);
  return answer;
}

void tick(queue_self* self) {
  auto& state = self->state;
  const auto now = state.stage->now();
  self->delayed_send(self, state.stage->how.queue.tick, tick_queue{});
  if (state.room) {
    state.admissions.see(state.room->admitted_ever(), now);
    admit(self);
    answer_watchers(self);
    const bool is_saving = state.room->is_shut() || !state.unanswered.empty();
    if (!state.room->is_empty() || !state.watchers.empty() || is_saving)
      return;
  }
  if (now >= state.used_at + (state.room ? state.stage->how.idle.schedule : milliseconds{0}))
    self->send(state.directory, offer_to_go{raw(state.id), state.handled});
}

/// Which limits hold, and who stands in line; whoever asks meanwhile waits.
void load(queue_self* self) {
  auto on_error = [=](caf::error& why) {
    self->quit(std::move(why));
  };
  self->request(self->state.stage->archive, caf::infinite, load_schedule{self->state.id})
      .await(
          [=](const std::optional<saved_schedule>& found) {
            if (!found)
              return;
            auto& state = self->state;
            const auto& how = state.stage->how.queue;
            state.limits = {found->facts.concurrent_user_max, how.batch, how.token_life,
                            how.session_life, how.claim};
            self->request(state.stage->archive, caf::infinite, load_queue{state.id})
                .await(
                    [=](const std::vector<token_row>& saved) {
                      self->state.room.emplace(self->state.id, self->state.limits, saved);
                    },
                    on_error);
          },
          on_error);
}

/// A room before this one may have stopped with rows on their way to the store: they are there, or
/// never will be, once the writer has answered whatever came after them.
void load_after_the_last(queue_self* self) {
  self->request(self->state.stage->writer, caf::infinite, write_set{})
      .await([=](commit_result) { load(self); }, [=](const caf::error&) { load(self); });
}

queue_state& arrive(queue_self* self) {
  ++self->state.handled;
  self->state.used_at = self->state.stage->now();
  return self->state;
}

} // namespace

queue_state::~queue_state() {
  for (auto& [number, reply] : unanswered)
    reply.deliver(caf::error{store_failure::unavailable});
  for (auto& w : watchers)
    w.reply.deliver(caf::error{store_failure::unavailable});
}

queue_entity::behavior_type keep_queue(queue_self* self, schedule_id id, backstage_ptr stage,
                                       queue_directory directory) {
  self->state.id = id;
  self->state.stage = std::move(stage);
  self->state.directory = std::move(directory);
  self->state.used_at = self->state.stage->now();
  load_after_the_last(self);
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
        save(self, std::move(rows), [=] { self->state.is_admission_due = true; });
      },
      [=](tick_queue) { tick(self); },
  };
}

} // namespace frontrow
