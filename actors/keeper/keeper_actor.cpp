#include "actors/keeper/keeper_actor.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

using promise = caf::typed_response_promise<outcome>;

void take(keeper_self* self, const command& what, promise reply);

/// Ends the running command of this scope: the first asker and all repeats hear the same, and
/// another body under the same key gets its own answer.
void conclude(keeper_self* self, const command& what, promise reply, const outcome& out) {
  auto& state = self->state;
  reply.deliver(out);
  const auto it = state.running.find(scope_of(what.user, what.what, what.key));
  if (it == state.running.end())
    return;
  const auto repeats = std::move(it->second.repeats);
  state.running.erase(it);
  auto again = out;
  again.replayed = true;
  for (auto r : repeats)
    if (r.what.body == what.body)
      r.reply.deliver(again);
    else
      take(self, r.what, r.reply);
}

void fail(keeper_self* self, const command& what, promise reply, const caf::error& why) {
  auto& state = self->state;
  reply.deliver(why);
  const auto it = state.running.find(scope_of(what.user, what.what, what.key));
  if (it == state.running.end())
    return;
  for (auto& r : it->second.repeats)
    r.reply.deliver(why);
  state.running.erase(it);
}

void remember(keeper_self* self, const command& what, const outcome& out) {
  self->state.recent.put(scope_of(what.user, what.what, what.key),
                         {what.user, what.what, what.key, what.body, out});
}

/// Looks for a kept answer in the store; without one, `otherwise` is the answer.
void fetch(keeper_self* self, const command& what, promise reply, const outcome& otherwise) {
  self->request(self->state.stage->writer, caf::infinite,
                find_answer{what.user, what.what, what.key})
      .then(
          [=](const std::optional<answer_row>& kept) {
            if (kept)
              self->state.recent.put(scope_of(what.user, what.what, what.key), *kept);
            conclude(self, what, reply, kept ? repeat(*kept, what.body) : otherwise);
          },
          [=](const caf::error& why) { fail(self, what, reply, why); });
}

/// A refusal had no write set to travel with: its answer is kept by one of its own.
void keep_refusal(keeper_self* self, const command& what, promise reply, const outcome& out) {
  write_set set;
  set.rows.emplace_back(answer_row{what.user, what.what, what.key, what.body, out});
  self->request(self->state.stage->writer, caf::infinite, std::move(set))
      .then(
          [=](commit_result result) {
            if (result != commit_result::committed)
              return fetch(self, what, reply, out);
            remember(self, what, out);
            conclude(self, what, reply, out);
          },
          [=](const caf::error& why) { fail(self, what, reply, why); });
}

void take_outcome(keeper_self* self, const command& what, promise reply, outcome out) {
  if (what.key.empty()) {
    reply.deliver(std::move(out));
    return;
  }
  if (out.is_key_known || (out.no != refusal::none && !is_kept(out.no)))
    return fetch(self, what, reply, out);
  if (out.at == instant{})
    out.at = self->state.stage->now();
  if (out.no != refusal::none)
    return keep_refusal(self, what, reply, out);
  remember(self, what, out);
  conclude(self, what, reply, out);
}

template <class Handle, class Message>
void have_done(keeper_self* self, const Handle& whom, Message message, const command& what,
               promise reply) {
  self->request(whom, caf::infinite, std::move(message))
      .then([=](outcome& out) { take_outcome(self, what, reply, std::move(out)); },
            [=](const caf::error& why) { fail(self, what, reply, why); });
}

void begin(keeper_self* self, const command& what, promise reply) {
  auto& state = self->state;
  switch (what.what) {
  case operation::reserve:
    return have_done(self, state.doors.schedules, reserve_seat{what.schedule, what}, what, reply);
  case operation::confirm:
  case operation::cancel:
    return have_done(self, self->spawn(run_checkout, state.stage, state.doors), what, what, reply);
  case operation::charge:
  case operation::use:
    return have_done(self, state.doors.wallets, move_points{what.user, what}, what, reply);
  }
}

/// A repeat of a command that is still being done waits for its outcome.
void join(keeper_self* self, running_command& first, const command& what, promise reply) {
  auto& state = self->state;
  first.repeats.push_back({what, reply, state.stage->now() + repeat_wait_max});
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

void take(keeper_self* self, const command& what, promise reply) {
  auto& state = self->state;
  if (!what.key.empty()) {
    const auto scope = scope_of(what.user, what.what, what.key);
    if (const auto it = state.running.find(scope); it != state.running.end())
      return join(self, it->second, what, reply);
    if (const auto* kept = state.recent.find(scope)) {
      reply.deliver(repeat(*kept, what.body));
      return;
    }
    state.running.try_emplace(scope);
  }
  begin(self, what, reply);
}

std::size_t shard_of(user_id user) {
  // Fibonacci hashing: neighbours are spread, and so are users that share a factor.
  return static_cast<std::size_t>(raw(user) * 0x9E3779B97F4A7C15u >> 56) % user_shards;
}

caf::result<outcome> hand_on(desk_self* self, const command& what) {
  return self->delegate(self->state.keepers[shard_of(what.user)], what);
}

/// Confirm and cancel name a reservation: its row tells whose it is and where.
caf::result<outcome> find_owner(desk_self* self, const command& what) {
  auto reply = self->make_response_promise<outcome>();
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
            self->request(self->state.keepers[shard_of(known.user)], caf::infinite,
                          std::move(known))
                .then([=](outcome& done) mutable { reply.deliver(std::move(done)); },
                      [=](caf::error& why) mutable { reply.deliver(std::move(why)); });
          },
          [=](caf::error& why) mutable { reply.deliver(std::move(why)); });
  return reply;
}

} // namespace

keeper_entity::behavior_type keep_answers(keeper_self* self, backstage_ptr stage,
                                          checkout_doors doors) {
  self->state.stage = std::move(stage);
  self->state.doors = std::move(doors);

  return {
      [=](const command& what) -> caf::result<outcome> {
        auto reply = self->make_response_promise<outcome>();
        take(self, what, reply);
        return reply;
      },
      [=](tick_keeper) { tick(self); },
  };
}

desk_state::~desk_state() {
  for (const auto& keeper : keepers)
    caf::anon_send_exit(keeper, caf::exit_reason::user_shutdown);
}

desk_actor::behavior_type keep_desk(desk_self* self, backstage_ptr stage, checkout_doors doors) {
  for (std::size_t i = 0; i < user_shards; ++i)
    self->state.keepers.push_back(self->spawn(keep_answers, stage, doors));
  self->state.stage = std::move(stage);

  return {
      [=](const command& what) -> caf::result<outcome> {
        return what.user == user_id{} ? find_owner(self, what) : hand_on(self, what);
      },
  };
}

} // namespace frontrow
