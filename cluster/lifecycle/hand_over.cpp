#include "cluster/lifecycle/hand_over.hpp"

#include <caf/all.hpp>

namespace frontrow::cluster {

namespace {

/// How long what is under way may keep a shard from being given away.
constexpr milliseconds hold_max{2'000};
/// Asks, and goes on whatever the answer, and at the latest when time is up.
template <class Answer, class Handle, class Message>
void ask_and(steward self, const Handle& whom, Message what, milliseconds at_most, step then) {
  self->request(whom, at_most, std::move(what))
      .then([=](const Answer&) { then(); }, [=](const caf::error&) { then(); });
}

template <class Handle, class Door>
void close_room(steward self, Handle& room, const Door& door) {
  if (!room)
    return;
  self->send_exit(room, caf::exit_reason::user_shutdown);
  room = Handle{};
  self->send(door, serve_here<Handle>{});
}

void close_rooms(steward self, const shard_set& lost) {
  auto& state = self->state;
  if (lost[raw(state.tools.gate)])
    close_room(self, state.gate, state.tools.doors.gate);
  if (lost[raw(house_shard)]) {
    close_room(self, state.programme, state.tools.doors.programme);
    state.tools.lead_drain(false);
  }
  tell_front(self);
}

} // namespace

std::vector<shard_id> list_of(const shard_set& which) {
  std::vector<shard_id> all;
  for (std::uint32_t n = 0; n < shard_count; ++n)
    if (which[n])
      all.push_back(shard_id{n});
  return all;
}

void tell_front(steward self) {
  const auto& tools = self->state.tools;
  self->send(tools.front, serve_house{{.schedules = tools.rooms.schedules,
                                       .wallets = tools.rooms.wallets,
                                       .queues = tools.rooms.queues,
                                       .gate = self->state.gate,
                                       .programme = self->state.programme,
                                       .outbox = tools.outbox},
                                      tools.membership});
}

void hold_doors(steward self, const shard_set& which, step then) {
  // At the gate first: who is there asks the schedules.
  const auto& tools = self->state.tools;
  const hold_shards wish{which};
  const auto hold = [=](const auto& door, step next) {
    return step{[=] {
      ask_and<bool>(self, door, wish, hold_max, next);
    }};
  };
  hold(tools.doors.gate,
       hold(tools.front,
            hold(tools.doors.programme,
                 hold(tools.doors.outbox,
                      hold(tools.doors.schedules,
                           hold(tools.doors.queues, hold(tools.doors.wallets, then)))))))();
}

void empty_rooms(steward self, const shard_set& which, step then) {
  const auto& tools = self->state.tools;
  const auto all = list_of(which);
  const auto vacate = [=](const auto& directory, step next) {
    return step{[=] {
      ask_and<bool>(self, directory, vacate_shards{all}, hold_max, next);
    }};
  };
  const step flush = [=, writer = tools.writer] {
    ask_and<commit_result>(self, writer, write_set{}, hold_max, then);
  };
  const step rest = [=] {
    close_rooms(self, which);
    vacate(tools.rooms.schedules, vacate(tools.rooms.queues, vacate(tools.rooms.wallets, flush)))();
  };
  if (which[raw(tools.gate)] && self->state.gate)
    ask_and<bool>(self, self->state.gate, rest_gate{}, hold_max, rest);
  else
    rest();
}

} // namespace frontrow::cluster
