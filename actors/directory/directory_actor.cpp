#include "actors/directory/directory_actor.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

/// Whoever of `alive` this is, it is gone: the next message brings it back.
template <class Self>
void forget_the_dead(Self* self) {
  self->set_down_handler([self](const caf::down_msg& m) {
    std::erase_if(self->state.alive,
                  [&](const auto& entry) { return entry.second.actor.address() == m.source; });
  });
}

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
  // A late offer of one that has gone since says nothing of its successor.
  if (it->second.actor.address() != caf::actor_cast<caf::actor_addr>(self->current_sender()))
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

} // namespace

schedule_directory::behavior_type keep_schedules(schedule_directory_self* self, backstage_ptr stage,
                                                 queue_actor queues) {
  self->state.stage = std::move(stage);
  self->state.queues = std::move(queues);
  forget_the_dead(self);
  return {
      to_schedule<describe_schedule>(self), to_schedule<read_seats>(self),
      to_schedule<read_seat>(self),         to_schedule<watch_seats>(self),
      to_schedule<reserve_seat>(self),      to_schedule<book_seat>(self),
      to_schedule<prepare_seat>(self),      to_schedule<settle_seat>(self),
      to_schedule<refresh_schedule>(self),  [=](const offer_to_go& offer) { let_go(self, offer); },
  };
}

queue_directory::behavior_type keep_queues(queue_directory_self* self, backstage_ptr stage) {
  self->state.stage = std::move(stage);
  forget_the_dead(self);
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

wallet_directory::behavior_type keep_wallets(wallet_directory_self* self, backstage_ptr stage) {
  self->state.stage = std::move(stage);
  forget_the_dead(self);
  return {
      to_wallet<read_wallet>(self),
      to_wallet<move_points>(self),
      to_wallet<prepare_wallet>(self),
      to_wallet<settle_wallet>(self),
      [=](const offer_to_go& offer) { let_go(self, offer); },
  };
}

} // namespace frontrow
