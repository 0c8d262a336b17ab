#include "actors/directory/directory_actor.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

/// How soon a schedule that stopped by itself, or a store that did not answer, is tried again.
constexpr milliseconds retry_delay{1'000};

shard_id home_of(const schedule_directory_self*, std::uint64_t id) {
  return shard_of(schedule_id{id});
}
shard_id home_of(const queue_directory_self*, std::uint64_t id) {
  return shard_of(schedule_id{id});
}
shard_id home_of(const wallet_directory_self*, std::uint64_t id) {
  return shard_of(user_id{id});
}

/// Whether it lives in one of these shards.
template <class Self>
bool is_in(const Self* self, const std::vector<shard_id>& which, std::uint64_t id) {
  return std::ranges::find(which, home_of(self, id)) != which.end();
}

/// Tells those who wait for shards to be empty.
template <class Self>
void note_vacancies(Self* self) {
  std::erase_if(self->state.vacatings, [&](const vacating& wanted) {
    for (const auto& [id, one] : self->state.alive)
      if (is_in(self, wanted.which, id))
        return false;
    wanted.reply.deliver(true);
    return true;
  });
}

/// Whoever of `alive` this is, it is gone: the next message brings it back. `then` hears who it
/// was, unless it was told to go.
template <class Self, class Then>
void forget_the_dead(Self* self, Then then) {
  self->set_down_handler([self, then](const caf::down_msg& m) {
    std::erase_if(self->state.alive, [&](const auto& entry) {
      const bool is_it = entry.second.actor.address() == m.source;
      if (is_it && !entry.second.is_leaving)
        then(entry.first);
      return is_it;
    });
    note_vacancies(self);
  });
}

constexpr auto and_wait = [](std::uint64_t) {
};

/// Tells it to end. What it handles before it hears that, it may still save, so it has no successor
/// before it is known to be gone: two would each go by what they know.
template <class Self, class Handle>
void see_off(Self* self, resident<Handle>& one) {
  one.is_leaving = true;
  self->send_exit(one.actor, caf::exit_reason::user_shutdown);
}

/// What a handler returns that delegates, or does not yet.
template <class Delegated>
struct to_result;
template <class... Answers>
struct to_result<caf::delegated<Answers...>> {
  using type = caf::result<Answers...>;
};
template <class Delegated>
using result_of = typename to_result<Delegated>::type;

/// Hands a message on to the one with this id, or brings it alive with `spawn`.
template <class Self, class Message, class Spawn>
auto hand_on(Self* self, std::uint64_t id, Message& m, Spawn spawn) {
  using answer = result_of<decltype(self->delegate(spawn(), std::move(m)))>;
  auto& one = self->state.alive[id];
  if (one.is_leaving)
    return answer{caf::skip};
  if (!one.actor) {
    one.actor = spawn();
    self->monitor(one.actor);
  }
  ++one.handed;
  return answer{self->delegate(one.actor, std::move(m))};
}

/// Lets it go, unless messages are on their way to it.
template <class Self>
void let_go(Self* self, const offer_to_go& offer) {
  const auto it = self->state.alive.find(offer.id);
  if (it == self->state.alive.end() || it->second.handed != offer.handled)
    return;
  // It may have stopped after it offered, and its successor has messages to handle.
  if (it->second.actor.address() == self->current_sender())
    see_off(self, it->second);
}

template <class Self>
auto to_nobody(Self* self) {
  return [self](vacate_shards& wanted) -> caf::result<bool> {
    for (auto& [id, one] : self->state.alive)
      if (!one.is_leaving && is_in(self, wanted.which, id))
        see_off(self, one);
    auto reply = self->template owe<bool>();
    self->state.vacatings.push_back({std::move(wanted.which), reply});
    note_vacancies(self);
    return reply;
  };
}

template <class Message>
auto to_schedule(schedule_directory_self* self) {
  return [self](Message& m) {
    return hand_on(self, raw(m.id), m, [&] {
      return self->spawn(keep_schedule, m.id, self->state.stage, schedule_directory{self},
                         self->state.queues);
    });
  };
}

template <class Message>
auto to_queue(queue_directory_self* self) {
  return [self](Message& m) {
    return hand_on(self, raw(m.id), m, [&] {
      return self->spawn(keep_queue, m.id, self->state.stage, queue_directory{self});
    });
  };
}

template <class Message>
auto to_wallet(wallet_directory_self* self) {
  return [self](Message& m) {
    return hand_on(self, raw(m.user), m, [&] {
      return self->spawn(keep_wallet, m.user, self->state.stage, wallet_directory{self});
    });
  };
}

void wake_who_holds(schedule_directory_self* self) {
  self->request(self->state.stage->archive, caf::infinite, load_held_schedules{})
      .then(
          [=](const std::vector<schedule_id>& held) {
            for (const auto id : held)
              if (self->state.stage->is_home(shard_of(id)))
                self->send(self, refresh_schedule{id});
          },
          [=](const caf::error&) { self->delayed_send(self, retry_delay, wake_held{}); });
}

schedule_directory::behavior_type begin_schedules(schedule_directory_self* self,
                                                  const backstage_ptr& stage,
                                                  const queue_actor& queues) {
  self->state.stage = stage;
  self->state.queues = queues;
  forget_the_dead(self, [=](std::uint64_t id) {
    if (stage->is_home(shard_of(schedule_id{id})))
      self->delayed_send(self, retry_delay, refresh_schedule{schedule_id{id}});
  });
  wake_who_holds(self);
  return {
      to_schedule<describe_schedule>(self),
      to_schedule<read_seats>(self),
      to_schedule<read_seat>(self),
      to_schedule<watch_seats>(self),
      to_schedule<reserve_seat>(self),
      to_schedule<book_seat>(self),
      to_schedule<prepare_seat>(self),
      to_schedule<settle_seat>(self),
      to_schedule<learn_capacity>(self),
      [=, hand_it_on = to_schedule<refresh_schedule>(self)](refresh_schedule& m) {
        using answer = decltype(hand_it_on(m));
        return stage->is_home(shard_of(m.id)) ? hand_it_on(m) : answer{};
      },
      [=](const offer_to_go& offer) { let_go(self, offer); },
      [=](wake_held) { wake_who_holds(self); },
      to_nobody(self),
  };
}

queue_directory::behavior_type begin_queues(queue_directory_self* self,
                                            const backstage_ptr& stage) {
  self->state.stage = stage;
  forget_the_dead(self, and_wait);
  return {
      to_queue<enter_queue>(self),
      to_queue<ask_queue>(self),
      to_queue<watch_queue>(self),
      to_queue<leave_queue>(self),
      to_queue<use_token>(self),
      to_queue<end_session>(self),
      to_queue<steer_queue>(self),
      [=](const offer_to_go& offer) { let_go(self, offer); },
      to_nobody(self),
  };
}

wallet_directory::behavior_type begin_wallets(wallet_directory_self* self,
                                              const backstage_ptr& stage) {
  self->state.stage = stage;
  forget_the_dead(self, and_wait);
  return {
      to_wallet<read_wallet>(self),
      to_wallet<move_points>(self),
      to_wallet<prepare_wallet>(self),
      to_wallet<settle_wallet>(self),
      [=](const offer_to_go& offer) { let_go(self, offer); },
      to_nobody(self),
  };
}

/// After a bug nothing of it is known but who must be gone before anybody follows him.
template <class Self>
void forget_all_but_names(Self* self) {
  auto alive = std::exchange(self->state.alive, {});
  std::destroy_at(&self->state);
  std::construct_at(&self->state);
  std::erase_if(alive, [](const auto& entry) { return !entry.second.actor; });
  for (auto& [id, one] : alive)
    see_off(self, one);
  self->state.alive = std::move(alive);
}

template <class Self, class Begin>
auto begin_directory(Self* self, Begin begin) {
  auto begin_anew = [=]() mutable {
    self->become(begin());
    // What came while it rested was not heard; of whoever is gone already this tells at once.
    for (const auto& [id, one] : self->state.alive)
      self->monitor(one.actor);
  };
  self->last([=] { forget_all_but_names(self); }, std::move(begin_anew), false);
  return begin();
}

} // namespace

schedule_directory::behavior_type keep_schedules(schedule_directory_self* self, backstage_ptr stage,
                                                 queue_actor queues) {
  return begin_directory(self, [=] { return begin_schedules(self, stage, queues); });
}

queue_directory::behavior_type keep_queues(queue_directory_self* self, backstage_ptr stage) {
  return begin_directory(self, [=] { return begin_queues(self, stage); });
}

wallet_directory::behavior_type keep_wallets(wallet_directory_self* self, backstage_ptr stage) {
  return begin_directory(self, [=] { return begin_wallets(self, stage); });
}

} // namespace frontrow
