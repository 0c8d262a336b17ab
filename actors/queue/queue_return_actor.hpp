#pragma once

#include "actors/queue/queue_actor.hpp"

namespace frontrow {

/// Whether the token names a place that the room has lost, so that it must be put back before a
/// question about it can be answered.
bool must_come_back(const queue_state&, token_id, const signed_place&);

/// Asks the store what it knows of the token's holder, and puts him back; `then` hears whether that
/// could be done.
void bring_back(queue_self*, token_id, const signed_place&, std::function<void(caf::error)> then);

/// Answers a question about a token by `now`, at once; a token that must come back first, after it
/// did.
template <class Answer, class Message, class Now>
caf::result<Answer> once_back(queue_self* self, const Message& m, Now now) {
  if (!must_come_back(self->state, m.token, m.place))
    return now();
  auto reply = self->template owe<Answer>();
  bring_back(self, m.token, m.place, [=](caf::error why) mutable {
    if (why) {
      reply.deliver(std::move(why));
      return;
    }
    self->request(queue_entity{self}, caf::infinite, m)
        .then([=](Answer& what) { reply.deliver(std::move(what)); },
              [=](caf::error& again) { reply.deliver(std::move(again)); });
  });
  return reply;
}

} // namespace frontrow
