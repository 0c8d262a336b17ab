#include "cluster/directory/door_actor.hpp"

#include "cluster/directory/house_shards.hpp"
#include "cluster/wire/wire.hpp"

#include <caf/all.hpp>

namespace frontrow::cluster {

namespace {

/// How often those who wait are looked at.
constexpr milliseconds tick{100};

template <class Answer>
using reply_to = owed_answer<Answer>;

/// What an asker hears: of a cluster he need not know.
caf::error as_told(const caf::error& why) {
  if (why == cluster_failure::peer_overloaded)
    return store_failure::overloaded;
  if (why.category() == caf::atom("cluster") || why == caf::sec::request_timeout
      || why == caf::sec::request_receiver_down)
    return store_failure::unavailable;
  return why;
}

/// One message on its way to whoever owns its shard.
template <class Handle, class Message, class Answer>
class errand : public std::enable_shared_from_this<errand<Handle, Message, Answer>> {
public:
  errand(door_self<Handle>* self, Message what, reply_to<Answer> reply)
      : self_{self}, what_{std::move(what)}, reply_{std::move(reply)}, shard_{shard_of_message(
                                                                           what_,
                                                                           self->state.tools.gate)},
        until_{self->clock().now() + self->state.tools.patience} {}

  void go() {
    auto& state = self_->state;
    const auto n = raw(shard_);
    if (state.where->here[n] && state.here)
      return state.tools.held->is_held(self_->clock().now()) ? ask_here() : wait();
    const auto owner = state.where->owners[n];
    const auto peer = state.where->peers.find(owner);
    if (owner == node_id{} || owner == state.where->self || peer == state.where->peers.end())
      return wait();
    ask_there(peer->second);
  }

private:
  void ask_here() {
    auto& state = self_->state;
    if constexpr (!is_watch<Message>)
      state.running.begin(shard_);
    self_->request(state.here, caf::infinite, what_)
        .then([me = this->shared_from_this()](Answer& answer) { me->hear(std::move(answer)); },
              [me = this->shared_from_this()](const caf::error& why) { me->hear(why); });
  }

  void hear(Answer answer) {
    auto& state = self_->state;
    // Meanwhile somebody else may own it, and know better.
    const bool is_worth_something
        = !is_read<Message> || state.tools.held->is_held(self_->clock().now());
    if (is_worth_something)
      reply_.deliver(std::move(answer));
    else
      reply_.deliver(caf::error{store_failure::unavailable});
    finish_here();
  }

  void hear(const caf::error& why) {
    finish_here();
    // Whoever is asked to leave a shard lets those go who only watch.
    if (is_watch<Message> && !self_->state.where->here[raw(shard_)])
      return wait();
    reply_.deliver(as_told(why));
  }

  void finish_here() {
    if constexpr (!is_watch<Message>)
      self_->state.running.end(shard_);
  }

  void ask_there(const peer_actor& peer) {
    const auto& state = self_->state;
    self_
        ->request(peer, caf::infinite,
                  call{wire_number<Message>, state.where->view, to_wire(what_)})
        .then([me = this->shared_from_this()](const reply& said) { me->hear_from_there(said); },
              [me = this->shared_from_this()](const caf::error& why) { me->lose(why); });
  }

  void hear_from_there(const reply& said) {
    switch (said.is) {
    case reply::verdict::here:
      if (auto answer = from_wire<Answer>(said.what))
        return reply_.deliver(std::move(*answer));
      break;
    case reply::verdict::moved:
      self_->state.tools.on_disagreement();
      return wait();
    case reply::verdict::failed:
      if (const auto why = from_wire<caf::error>(said.what))
        return reply_.deliver(as_told(*why));
      break;
    }
    reply_.deliver(caf::error{store_failure::unavailable});
  }

  void lose(const caf::error& why) {
    const bool is_lost
        = why == cluster_failure::peer_lost || why == caf::sec::request_receiver_down;
    if (is_lost && may_repeat(what_))
      return wait();
    reply_.deliver(as_told(why));
  }

  /// Waits for news of who owns what, and tries anew in any case soon.
  void wait() {
    auto& waiting = self_->state.waiting;
    if (waiting.size() >= self_->state.tools.waiting_max)
      return reply_.deliver(caf::error{store_failure::overloaded});
    waiting.push_back({.until = until_,
                       .again = [me = this->shared_from_this()] { me->go(); },
                       .give_up =
                           [me = this->shared_from_this()](caf::error why) {
                             me->reply_.deliver(std::move(why));
                           }});
  }

  door_self<Handle>* self_;
  Message what_;
  reply_to<Answer> reply_;
  shard_id shard_;
  caf::actor_clock::time_point until_;
};

/// Those who wait try again; who waited too long gives up.
template <class Handle>
void try_all(door_self<Handle>* self) {
  auto waiting = std::exchange(self->state.waiting, {});
  const auto now = self->clock().now();
  for (auto& one : waiting)
    if (one.until <= now)
      one.give_up(store_failure::unavailable);
    else
      one.again();
}

/// What is only said is said once: to whoever is there now.
template <class Handle, class Message>
void tell(door_self<Handle>* self, Message what) {
  const auto& state = self->state;
  const auto shard = raw(shard_of_message(what, state.tools.gate));
  if (state.where->here[shard] && state.here) {
    self->send(state.here, std::move(what));
    return;
  }
  const auto peer = state.where->peers.find(state.where->owners[shard]);
  if (peer == state.where->peers.end())
    return;
  self->request(peer->second, caf::infinite,
                call{wire_number<Message>, state.where->view, to_wire(what)})
      .then([](const reply&) {}, [](const caf::error&) {});
}

template <class Call, class Handle>
auto pass(door_self<Handle>* self) {
  using message = typename Call::message;
  using answer = typename Call::answer;
  if constexpr (std::is_same_v<answer, no_answer>)
    return [self](message& what) {
      tell(self, std::move(what));
    };
  else
    return [self](message& what) -> caf::result<answer> {
      auto reply = self->template owe<answer>();
      std::make_shared<errand<Handle, message, answer>>(self, std::move(what), reply)->go();
      return reply;
    };
}

template <class Handle, class... Calls>
typename door_of<Handle>::behavior_type begin(door_self<Handle>* self, door_tools tools,
                                              Handle here) {
  self->state.tools = std::move(tools);
  self->state.here = std::move(here);
  self->delayed_send(self, tick, tick_door{});
  return {
      pass<Calls>(self)...,
      [=](new_whereabouts& news) {
        self->state.where = std::move(news.now);
        try_all(self);
      },
      [=](serve_here<Handle>& news) {
        self->state.here = std::move(news.by);
        try_all(self);
      },
      [=](const hold_shards& wanted) -> caf::result<bool> {
        auto reply = self->template owe<bool>();
        self->state.running.tell_of_end(wanted.which, reply);
        return reply;
      },
      [=](tick_door) {
        try_all(self);
        self->delayed_send(self, tick, tick_door{});
      },
  };
}

} // namespace

template <>
schedule_door::behavior_type keep_door(door_self<schedule_actor>* self, door_tools tools,
                                       schedule_actor here) {
  using namespace wire;
  return begin<schedule_actor, call_for<describe_schedule>, call_for<read_seats>,
               call_for<read_seat>, call_for<watch_seats>, call_for<reserve_seat>,
               call_for<book_seat>, call_for<prepare_seat>, call_for<settle_seat>,
               call_for<refresh_schedule>, call_for<learn_capacity>>(self, std::move(tools),
                                                                     std::move(here));
}

template <>
wallet_door::behavior_type keep_door(door_self<wallet_actor>* self, door_tools tools,
                                     wallet_actor here) {
  using namespace wire;
  return begin<wallet_actor, call_for<read_wallet>, call_for<move_points>, call_for<prepare_wallet>,
               call_for<settle_wallet>>(self, std::move(tools), std::move(here));
}

template <>
queue_door::behavior_type keep_door(door_self<queue_actor>* self, door_tools tools,
                                    queue_actor here) {
  using namespace wire;
  return begin<queue_actor, call_for<enter_queue>, call_for<ask_queue>, call_for<watch_queue>,
               call_for<leave_queue>, call_for<use_token>, call_for<end_session>,
               call_for<steer_queue>>(self, std::move(tools), std::move(here));
}

template <>
gate_door::behavior_type keep_door(door_self<gate_actor>* self, door_tools tools, gate_actor here) {
  using namespace wire;
  return begin<gate_actor, call_for<join>, call_for<read_fcfs_seats>, call_for<read_fcfs_seat>,
               call_for<reset_fcfs>, call_for<rest_gate>>(self, std::move(tools), std::move(here));
}

template <>
programme_door::behavior_type keep_door(door_self<programme_actor>* self, door_tools tools,
                                        programme_actor here) {
  using namespace wire;
  return begin<programme_actor, call_for<create_concert>, call_for<create_schedule>,
               call_for<list_concerts>, call_for<read_concert>, call_for<learn_show>>(
      self, std::move(tools), std::move(here));
}

template <>
outbox_door::behavior_type keep_door(door_self<outbox_actor>* self, door_tools tools,
                                     outbox_actor here) {
  using namespace wire;
  return begin<outbox_actor, call_for<describe_outbox>, call_for<replay_parked>,
               call_for<discard_parked>>(self, std::move(tools), std::move(here));
}

} // namespace frontrow::cluster
