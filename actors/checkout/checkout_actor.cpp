#include "actors/checkout/checkout_actor.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

using promise = owed_answer<outcome>;

/// How long a checkout waits before it looks again at a seat that another has taken hold of.
constexpr milliseconds stale_delay{5};
constexpr int stale_tries_max = 200;

void go_on(checkout_self* self, promise reply);

/// Tells one half what became of it, then goes on, whatever came of telling.
template <class Handle, class Message, class Then>
void tell(checkout_self* self, const Handle& half, const Message& what, Then then) {
  self->request(half, caf::infinite, what)
      .then([=](bool) mutable { then(); }, [=](const caf::error&) mutable { then(); });
}

/// Tells both halves what became of them, then goes on: whoever hears the outcome sees it in
/// everything that he asks for next.
template <class Then>
void settle(checkout_self* self, settled how, Then then) {
  const auto& flow = self->state.flow;
  const auto& what = flow.what;
  const settle_seat seat{what.schedule, what.seat, what.reservation, how, self->state.number};
  const settle_wallet wallet{what.user, what.reservation, how, self->state.number};
  auto tell_wallet = [=, is_ready = flow.is_wallet_ready]() mutable {
    if (is_ready)
      tell(self, self->state.doors.wallets, wallet, then);
    else
      then();
  };
  if (flow.is_seat_ready)
    tell(self, self->state.doors.schedules, seat, tell_wallet);
  else
    tell_wallet();
}

void finish(checkout_self* self, promise reply, settled how) {
  auto& flow = self->state.flow;
  if (how != settled::saved)
    flow.out.reservation = flow.before;
  settle(self, how, [=]() mutable {
    reply.deliver(std::move(self->state.flow.out));
    self->quit();
  });
}

/// @param how What became of the halves: dropped while nothing was sent to the writer.
void fail(checkout_self* self, promise reply, settled how, caf::error why) {
  settle(self, how, [=]() mutable {
    reply.deliver(std::move(why));
    self->quit();
  });
}

/// Reads the reservation and begins anew: the seat, or the one who asked, had an old view.
void look_again(checkout_self* self, promise reply) {
  auto& state = self->state;
  if (++state.tries > stale_tries_max)
    return fail(self, reply, settled::dropped, store_failure::overloaded);
  self->request(state.stage->archive, caf::infinite, load_reservation{state.flow.what.reservation})
      .then(
          [=](const std::optional<reservation_row>& found) {
            auto& flow = self->state.flow;
            if (found)
              flow.before = *found;
            else
              flow.out.no = refusal::reservation_not_found;
            go_on(self, reply);
          },
          [=](caf::error& why) { fail(self, reply, settled::dropped, std::move(why)); });
}

void prepare_seat_half(checkout_self* self, promise reply) {
  const auto& what = self->state.flow.what;
  self->request(self->state.doors.schedules, caf::infinite,
                prepare_seat{what.schedule, what.seat, what, self->state.number})
      .then(
          [=](prepared_seat& half) {
            auto& flow = self->state.flow;
            if (half.is_stale) {
              self->delayed_send(self, stale_delay, look_again_at_seat{});
              self->state.waiting = reply;
              return;
            }
            flow.out.no = half.no;
            flow.out.reservation = half.no == refusal::none ? half.reservation : flow.before;
            flow.is_seat_ready = half.no == refusal::none;
            flow.was_paid = half.was_paid;
            flow.save = std::move(half.save);
            go_on(self, reply);
          },
          [=](caf::error& why) { fail(self, reply, settled::dropped, std::move(why)); });
}

void prepare_wallet_half(checkout_self* self, promise reply) {
  const auto& flow = self->state.flow;
  self->request(self->state.doors.wallets, caf::infinite,
                prepare_wallet{flow.what.user, movement(flow), flow.before.price,
                               flow.what.reservation, self->state.number})
      .then(
          [=](const prepared_wallet& half) {
            auto& known = self->state.flow;
            known.out.no = half.no;
            known.out.balance = half.wallet.balance;
            known.out.wallet_version = half.wallet.version;
            known.is_wallet_ready = half.no == refusal::none;
            if (known.is_wallet_ready) {
              known.save.rows.emplace_back(half.wallet);
              known.save.rows.emplace_back(half.entry);
              known.save.events.push_back(half.said);
            }
            go_on(self, reply);
          },
          [=](caf::error& why) { fail(self, reply, settled::dropped, std::move(why)); });
}

void save(checkout_self* self, promise reply) {
  auto& flow = self->state.flow;
  const auto& what = flow.what;
  flow.out.at = self->state.stage->now();
  flow.save.rows.emplace_back(answer_row{what.user, what.what, what.key, what.body, flow.out});
  self->request(self->state.stage->writer, caf::infinite, std::move(flow.save))
      .then(
          [=](commit_result result) {
            auto& known = self->state.flow;
            switch (result) {
            case commit_result::committed:
              return finish(self, reply, settled::saved);
            case commit_result::key_known:
              known.out.is_key_known = true;
              return finish(self, reply, settled::dropped);
            case commit_result::too_late:
              known.out.no = refusal::reservation_expired;
              return finish(self, reply, settled::dropped);
            case commit_result::conflict:
              // Somebody else wrote one of the rows: both halves must read theirs again.
              return fail(self, reply, settled::doubtful, store_failure::overloaded);
            }
          },
          [=](caf::error& why) { fail(self, reply, settled::doubtful, std::move(why)); });
}

void go_on(checkout_self* self, promise reply) {
  auto& flow = self->state.flow;
  if (flow.out.no == refusal::none && !flow.is_seat_ready) {
    flow.out.no = bar(flow.before, flow.what.what, self->state.stage->now());
    flow.out.reservation = flow.before;
  }
  switch (next(flow)) {
  case errand::prepare_seat:
    return prepare_seat_half(self, reply);
  case errand::prepare_wallet:
    return prepare_wallet_half(self, reply);
  case errand::save:
    return save(self, reply);
  case errand::answer:
    return finish(self, reply, settled::dropped);
  }
}

} // namespace

checkout_entity::behavior_type run_checkout(checkout_self* self, backstage_ptr stage,
                                            checkout_doors doors) {
  self->state.number = raw(stage->fresh_reservation());
  self->state.stage = std::move(stage);
  self->state.doors = std::move(doors);

  return {
      [=](const command& what) -> caf::result<outcome> {
        self->state.flow.what = what;
        auto reply = self->owe<outcome>();
        look_again(self, reply);
        return reply;
      },
      [=](look_again_at_seat) { look_again(self, self->state.waiting); },
  };
}

} // namespace frontrow
