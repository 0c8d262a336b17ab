#include "actors/directory/directory_actor.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

/// How soon a schedule that stopped by itself, or a store that did not answer, is tried again.
constexpr milliseconds retry_delay{1'000};

/// Whoever of `alive` this is, it is gone: the next message brings it back. `then` hears who it
/// was.
template <class Self, class Then>
void forget_the_dead(Self* self, Then then) {
  self->set_down_handler([self, then](const caf::down_msg& m) {
    std::erase_if(self->state.alive, [&](const auto& entry) {
      const bool is_it = entry.second.actor.address() == m.source;
      if (is_it)
        then(entry.first);
      return is_it;
    });
  });
}

constexpr auto and_wait = [](std::uint64_t) {
};

/// Finds the one with this id, or brings it alive with `spawn`; one more message goes to it.
template <class Self, class Spawn>
auto& find(Self* self, std::uint64_t id, Spawn spawn) {
  auto& one = self->state.alive[id];
  if (!one.actor) {
    one.actor = spawn();
    self->monitor(one.actor);
  }
  ++one.handed;
  return one.actor;
}

/// Lets it go, unless messages are on their way to it.
template <class Self>
void let_go(Self* self, const offer_to_go& offer) {
  const auto it = self->state.alive.find(offer.id);
  if (it == self->state.alive.end() || it->second.handed != offer.handled)
    return;
  // It may have stopped after it offered, and its successor has messages to handle.
  if (it->second.actor.address() != self->current_sender())
    return;
  self->demonitor(it->second.actor.address());
  self->send_exit(it->second.actor, caf::exit_reason::user_shutdown);
  self->state.alive.erase(it);
}

template <class Message>
auto to_schedule(schedule_directory_self* self) {
  return [self](Message& m) {
    const auto& whom = find(self, raw(m.id), [&] {
      return self->spawn(keep_schedule, m.id, self->state.stage, schedule_directory{self},
                         self->state.queues);
    });
    return self->delegate(whom, std::move(m));
  };
}

template <class Message>
auto to_queue(queue_directory_self* self) {
  return [self](Message& m) {
    const auto& whom = find(self, raw(m.id), [&] {
      return self->spawn(keep_queue, m.id, self->state.stage, queue_directory{self});
    });
    return self->delegate(whom, std::move(m));
  };
}

template <class Message>
auto to_wallet(wallet_directory_self* self) {
  return [self](Message& m) {
    const auto& whom = find(self, raw(m.user), [&] {
      return self->spawn(keep_wallet, m.user, self->state.stage, wallet_directory{self});
    });
    return self->delegate(whom, std::move(m));
  };
}

void wake_who_holds(schedule_directory_self* self) {
  self->request(self->state.stage->archive, caf::infinite, load_held_schedules{})
      .then(
          [=](const std::vector<schedule_id>& held) {
            for (const auto id : held)
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
      to_schedule<refresh_schedule>(self),
      [=](const offer_to_go& offer) { let_go(self, offer); },
      [=](wake_held) { wake_who_holds(self); },
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
      [=](const offer_to_go& offer) { let_go(self, offer); },
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
  };
}

} // namespace

schedule_directory::behavior_type keep_schedules(schedule_directory_self* self, backstage_ptr stage,
                                                 queue_actor queues) {
  return begin_to_last(self, [=] { return begin_schedules(self, stage, queues); });
}

queue_directory::behavior_type keep_queues(queue_directory_self* self, backstage_ptr stage) {
  return begin_to_last(self, [=] { return begin_queues(self, stage); });
}

wallet_directory::behavior_type keep_wallets(wallet_directory_self* self, backstage_ptr stage) {
  return begin_to_last(self, [=] { return begin_wallets(self, stage); });
}

} // namespace frontrow
