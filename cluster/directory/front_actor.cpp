#include "cluster/directory/front_actor.hpp"

#include "cluster/directory/house_shards.hpp"
#include "cluster/wire/wire.hpp"

#include <caf/all.hpp>

namespace frontrow::cluster {

namespace {

using verdict = reply::verdict;
using owed_reply = owed_answer<reply>;

template <class Message, class Handle>
concept taken_by = requires(caf::scheduled_actor* me, Handle to) {
  requires caf::response_type_unbox<caf::signatures_of_t<Handle>,
                                    caf::detail::type_list<Message>>::valid;
};

/// Who answers it here.
template <class Message>
const auto& door_for(const local_house& here) {
  if constexpr (taken_by<Message, schedule_actor>)
    return here.schedules;
  else if constexpr (taken_by<Message, wallet_actor>)
    return here.wallets;
  else if constexpr (taken_by<Message, queue_actor>)
    return here.queues;
  else if constexpr (taken_by<Message, gate_actor>)
    return here.gate;
  else if constexpr (taken_by<Message, programme_actor>)
    return here.programme;
  else
    return here.outbox;
}

reply say(const front_self* self, verdict is, std::string what = {}) {
  return {.is = is, .view = self->state.where->view, .what = std::move(what)};
}

bool may_answer(front_self* self, shard_id shard) {
  const auto& state = self->state;
  return state.where->here[raw(shard)] && state.tools.held->is_held(self->clock().now());
}

template <class Message, class Answer>
void ask(front_self* self, Message what, owed_reply to) {
  auto& state = self->state;
  const auto shard = shard_of_message(what, state.tools.gate);
  const auto& door = door_for<Message>(state.here);
  if (!door || !may_answer(self, shard))
    return to.deliver(say(self, verdict::moved));
  if constexpr (std::is_same_v<Answer, no_answer>) {
    self->send(door, std::move(what));
    to.deliver(say(self, verdict::here));
  } else {
    constexpr bool counts = !is_watch<Message>;
    if (counts)
      state.running.begin(shard);
    self->request(door, caf::infinite, std::move(what))
        .then(
            [=](const Answer& answer) {
              if (is_read<Message> && !self->state.tools.held->is_held(self->clock().now()))
                to.deliver(say(self, verdict::moved));
              else
                to.deliver(say(self, verdict::here, to_wire(answer)));
              if (counts)
                self->state.running.end(shard);
            },
            [=](const caf::error& why) {
              // Whoever is asked to leave a shard lets those go who only watch.
              if (!counts && !self->state.where->here[raw(shard)])
                to.deliver(say(self, verdict::moved));
              else
                to.deliver(say(self, verdict::failed, to_wire(why)));
              if (counts)
                self->state.running.end(shard);
            });
  }
}

void hear(front_self* self, const look_again&) {
  if (self->state.membership)
    self->send(self->state.membership, renew_now{});
}

/// Reads a call's message and asks it. False: it is not of this kind.
template <class Call>
bool take(front_self* self, const call& asked, const owed_reply& to) {
  if (asked.kind != Call::number)
    return false;
  using message = typename Call::message;
  auto what = from_wire<message>(asked.what);
  if (!what)
    to.deliver(say(self, verdict::failed, to_wire(caf::error{store_failure::unavailable})));
  else if constexpr (std::is_same_v<message, look_again>)
    hear(self, *what), to.deliver(say(self, verdict::here));
  else
    ask<message, typename Call::answer>(self, std::move(*what), to);
  return true;
}

template <class... Calls>
bool take_any(front_self* self, const call& asked, const owed_reply& to, wire::list_of<Calls...>) {
  return (take<Calls>(self, asked, to) || ...);
}

} // namespace

front_actor::behavior_type keep_front(front_self* self, front_tools tools) {
  self->state.tools = std::move(tools);
  return {
      [=](const call& asked) -> caf::result<reply> {
        if (asked.kind == ping_number)
          return say(self, verdict::here);
        auto to = self->owe<reply>();
        // A newer release may ask what this one does not know.
        if (!take_any(self, asked, to, wire::all_calls{}))
          to.deliver(say(self, verdict::failed, to_wire(caf::error{store_failure::unavailable})));
        return to;
      },
      [=](new_whereabouts& news) { self->state.where = std::move(news.now); },
      [=](serve_house& news) {
        self->state.here = std::move(news.here);
        self->state.membership = std::move(news.membership);
      },
      [=](const hold_shards& wanted) -> caf::result<bool> {
        auto reply = self->owe<bool>();
        self->state.running.tell_of_end(wanted.which, reply);
        return reply;
      },
  };
}

} // namespace frontrow::cluster
