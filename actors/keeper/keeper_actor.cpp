#include "actors/keeper/keeper_actor.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

using promise = owed_answer<outcome>;

/// One command on its way: what, under which name it runs, and who hears of it.
struct task {
  command what;
  std::string scope; // empty without a key
  promise reply;
};
using task_ptr = std::shared_ptr<const task>;

/// Ends the running command of this scope; gives those who repeated it meanwhile.
std::vector<running_command::repeat_waiting> end_running(keeper_self* self, const task& t) {
  auto& running = self->state.running;
  const auto it = running.find(t.scope);
  if (it == running.end())
    return {};
  auto repeats = std::move(it->second.repeats);
  running.erase(it);
  return repeats;
}

void take(keeper_self* self, command what, promise reply);

/// The first asker and all repeats hear the same, and another body under the same key gets its own
/// answer.
void conclude(keeper_self* self, const task& t, outcome out) {
  auto repeats = end_running(self, t);
  auto reply = t.reply;
  reply.deliver(out);
  out.replayed = true;
  for (auto& r : repeats)
    if (r.what.body == t.what.body)
      r.reply.deliver(out);
    else
      take(self, std::move(r.what), r.reply);
}

void fail(keeper_self* self, const task& t, const caf::error& why) {
  auto repeats = end_running(self, t);
  auto reply = t.reply;
  reply.deliver(why);
  for (auto& r : repeats)
    r.reply.deliver(why);
}

answer_row answer_of(const command& what, const outcome& out) {
  return {what.user, what.what, what.key, what.body, out};
}

/// Looks for a kept answer in the store; without one, `otherwise` is the answer.
void fetch(keeper_self* self, const task_ptr& t, const outcome& otherwise) {
  self->request(self->state.stage->writer, caf::infinite,
                find_answer{t->what.user, t->what.what, t->what.key})
      .then(
          [=](const std::optional<answer_row>& kept) {
            if (kept)
              self->state.recent.put(t->scope, *kept);
            if (kept)
              conclude(self, *t, repeat(*kept, t->what.body));
            else if (otherwise.is_key_known)
              fail(self, *t, store_failure::unavailable); // forgotten meanwhile: the next is first
            else
              conclude(self, *t, otherwise);
          },
          [=](const caf::error& why) { fail(self, *t, why); });
}

/// A refusal had no write set to travel with: its answer is kept by one of its own.
void keep_refusal(keeper_self* self, const task_ptr& t, const outcome& out) {
  write_set set;
  set.rows.emplace_back(answer_of(t->what, out));
  self->request(self->state.stage->writer, caf::infinite, std::move(set))
      .then(
          [=](commit_result result) {
            if (result != commit_result::committed)
              return fetch(self, t, out);
            self->state.recent.put(t->scope, answer_of(t->what, out));
            conclude(self, *t, out);
          },
          [=](const caf::error& why) { fail(self, *t, why); });
}

void take_outcome(keeper_self* self, const task_ptr& t, outcome& out) {
  if (t->scope.empty())
    return conclude(self, *t, std::move(out));
  if (out.is_key_known || (out.no != refusal::none && !is_kept(out.no)))
    return fetch(self, t, out);
  if (out.at == instant{})
    out.at = self->state.stage->now();
  if (out.no != refusal::none)
    return keep_refusal(self, t, out);
  self->state.recent.put(t->scope, answer_of(t->what, out));
  conclude(self, *t, std::move(out));
}

template <class Handle, class Message>
void have_done(keeper_self* self, const Handle& whom, Message message, const task_ptr& t) {
  self->request(whom, caf::infinite, std::move(message))
      .then([=](outcome& out) { take_outcome(self, t, out); },
            [=](const caf::error& why) { fail(self, *t, why); });
}

void begin(keeper_self* self, const task_ptr& t) {
  auto& state = self->state;
  const auto& what = t->what;
  switch (what.what) {
  case operation::reserve:
    return have_done(self, state.doors.schedules, reserve_seat{what.schedule, what}, t);
  case operation::confirm:
  case operation::cancel:
    return have_done(self, self->spawn(run_checkout, state.stage, state.doors), what, t);
  case operation::charge:
  case operation::use:
    return have_done(self, state.doors.wallets, move_points{what.user, what}, t);
  }
}

/// Whoever comes with the key of a command that is still being done waits for its outcome.
void join(keeper_self* self, running_command& first, command what, promise reply) {
  auto& state = self->state;
  first.repeats.push_back({std::move(what), reply, state.stage->now() + repeat_wait_max});
  if (!state.is_ticking)
    self->delayed_send(self, std::chrono::seconds{1}, tick_keeper{});
  state.is_ticking = true;
}

void tick(keeper_self* self) {
  auto& state = self->state;
  const auto now = state.stage->now();
  outcome late;
  late.no = refusal::idempotency_in_progress;
  state.is_ticking = false;
  for (auto& [scope, first] : state.running) {
    std::erase_if(first.repeats, [&](auto& r) {
      if (now < r.until)
        return false;
      r.reply.deliver(late);
      return true;
    });
    state.is_ticking |= !first.repeats.empty();
  }
  if (state.is_ticking)
    self->delayed_send(self, std::chrono::seconds{1}, tick_keeper{});
}

void take(keeper_self* self, command what, promise reply) {
  auto& state = self->state;
  std::string scope;
  if (!what.key.empty()) {
    scope = scope_of(what.user, what.what, what.key);
    if (const auto it = state.running.find(scope); it != state.running.end())
      return join(self, it->second, std::move(what), reply);
    if (const auto* kept = state.recent.find(scope)) {
      reply.deliver(repeat(*kept, what.body));
      return;
    }
    state.running.try_emplace(scope);
  }
  begin(self, std::make_shared<const task>(task{std::move(what), std::move(scope), reply}));
}

std::size_t keeper_of(user_id user) {
  // Fibonacci hashing: neighbours are spread, and so are users that share a factor.
  return static_cast<std::size_t>(raw(user) * 0x9E3779B97F4A7C15u >> 56) % user_shards;
}

caf::result<outcome> hand_on(desk_self* self, command& what) {
  const auto& keeper = self->state.keepers[keeper_of(what.user)];
  return self->delegate(keeper, std::move(what));
}

/// Confirm and cancel name a reservation: its row tells whose it is and where.
caf::result<outcome> find_owner(desk_self* self, const command& what) {
  auto reply = self->owe<outcome>();
  self->request(self->state.stage->archive, caf::infinite, load_reservation{what.reservation})
      .then(
          [=](const std::optional<reservation_row>& found) mutable {
            outcome out;
            if (!found)
              out.no = refusal::reservation_not_found;
            else if (what.caller != user_id{} && what.caller != found->user)
              out.no = refusal::not_the_owner;
            if (out.no != refusal::none) {
              reply.deliver(out);
              return;
            }
            auto known = what;
            known.user = found->user;
            known.schedule = found->schedule;
            known.seat = found->seat;
            self->request(self->state.keepers[keeper_of(known.user)], caf::infinite,
                          std::move(known))
                .then([=](outcome& done) mutable { reply.deliver(std::move(done)); },
                      [=](caf::error& why) mutable { reply.deliver(std::move(why)); });
          },
          [=](caf::error& why) mutable { reply.deliver(std::move(why)); });
  return reply;
}

keeper_entity::behavior_type begin_answers(keeper_self* self, const backstage_ptr& stage,
                                           const checkout_doors& doors) {
  self->state.stage = stage;
  self->state.doors = doors;
  return {
      [=](command& what) -> caf::result<outcome> {
        auto reply = self->owe<outcome>();
        take(self, std::move(what), reply);
        return reply;
      },
      [=](tick_keeper) { tick(self); },
  };
}

desk_actor::behavior_type begin_desk(desk_self* self, const backstage_ptr& stage,
                                     const checkout_doors& doors) {
  for (std::size_t i = 0; i < user_shards; ++i)
    self->state.keepers.push_back(self->spawn(keep_answers, stage, doors));
  self->state.stage = stage;
  return {
      [=](command& what) -> caf::result<outcome> {
        return what.user == user_id{} ? find_owner(self, what) : hand_on(self, what);
      },
  };
}

} // namespace

keeper_entity::behavior_type keep_answers(keeper_self* self, backstage_ptr stage,
                                          checkout_doors doors) {
  return begin_to_last(self, [=] { return begin_answers(self, stage, doors); });
}

desk_state::~desk_state() {
  for (const auto& keeper : keepers)
    caf::anon_send_exit(keeper, caf::exit_reason::user_shutdown);
}

desk_actor::behavior_type keep_desk(desk_self* self, backstage_ptr stage, checkout_doors doors) {
  return begin_to_last(self, [=] { return begin_desk(self, stage, doors); });
}

} // namespace frontrow
