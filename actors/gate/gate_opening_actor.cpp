#include "actors/gate/gate_opening_actor.hpp"

#include "actors/gate/shared_guard_actor.hpp"

#include <caf/all.hpp>

#include <algorithm>

namespace frontrow {

namespace {

/// Makes this the FCFS schedule, with nobody on record but its bookers.
void open_gate(gate_self* self, schedule_id schedule, const std::vector<booking_row>& bookings) {
  auto& state = self->state;
  const auto& how = state.stage->how.fcfs;
  state.schedule = schedule;
  state.guards = std::make_unique<guard_book>(gate_limits{how.user_ttl, how.guard_by_ip});
  state.is_doubtful = false;
  const auto now = state.stage->now();
  for (const auto& b : bookings) {
    state.guards->restore(b, now);
    if (b.guard_until != instant{})
      state.sequence = std::max(state.sequence, b.sequence);
  }
}

/// Points the FCFS face at a schedule, for good, and then opens it.
void move_to(gate_self* self, const created_schedule& made,
             caf::typed_response_promise<schedule_view> reply) {
  write_set set;
  set.rows.emplace_back(counter_row{schedule_counter, raw(made.facts.id)});
  set.rows.emplace_back(counter_row{base_counter, self->state.stage->how.fcfs.schedule});
  self->request(self->state.stage->writer, caf::infinite, std::move(set))
      .then(
          [=](commit_result) mutable {
            // Their guards were set for the seats of before.
            for (auto& who : std::exchange(self->state.waiting, {})) {
              release_shared_guard(self, who);
              who.reply.deliver(caf::error{store_failure::unavailable});
            }
            open_gate(self, made.facts.id, {});
            schedule_view view;
            view.facts = made.facts;
            view.seats = view.available = made.seats;
            reply.deliver(std::move(view));
          },
          [=](caf::error& why) mutable { reply.deliver(std::move(why)); });
}

} // namespace

void doubt_bookings(gate_self* self) {
  constexpr milliseconds shortest{250};
  constexpr milliseconds longest{30'000};
  auto& state = self->state;
  if (state.is_doubtful)
    return;
  state.is_doubtful = true;
  state.doubt_delay = std::clamp(state.doubt_delay * 2, shortest, longest);
  self->delayed_send(self, state.doubt_delay, reread_bookings{});
}

caf::result<schedule_view> reset_gate(gate_self* self, const reset_fcfs& m) {
  auto reply = self->make_response_promise<schedule_view>();
  auto on_error = [=](caf::error& why) mutable {
    reply.deliver(std::move(why));
  };
  self->request(self->state.schedules, caf::infinite, describe_schedule{self->state.schedule})
      .then(
          [=](const schedule_view& old) mutable {
            if (old.no != refusal::none) {
              reply.deliver(old);
              return;
            }
            create_schedule fresh{old.facts};
            fresh.facts.sections = {{"FCFS", 1, m.seats, old.facts.sections.front().price}};
            self->request(self->state.programme, caf::infinite, fresh)
                .then(
                    [=](const created_schedule& made) mutable {
                      if (made.no == refusal::none)
                        return move_to(self, made, reply);
                      schedule_view view;
                      view.no = made.no;
                      reply.deliver(std::move(view));
                    },
                    on_error);
          },
          on_error);
  return reply;
}

caf::result<bool> rest_the_gate(gate_self* self) {
  auto& state = self->state;
  state.is_resting = true;
  write_set set;
  set.rows.emplace_back(counter_row{sequence_counter, state.sequence});
  auto reply = self->make_response_promise<bool>();
  self->request(state.stage->writer, caf::infinite, std::move(set))
      .then([=](commit_result) mutable { reply.deliver(true); },
            [=](caf::error& why) mutable { reply.deliver(std::move(why)); });
  return reply;
}

void load_gate(gate_self* self) {
  const auto& archive = self->state.stage->archive;
  const auto base = self->state.stage->how.fcfs.schedule;
  auto on_error = [=](const caf::error&) {
    self->state.is_doubtful = false;
    doubt_bookings(self);
  };
  auto read_counter = [=](const char* name, auto then) {
    self->request(archive, caf::infinite, load_counter{name}).await(then, on_error);
  };
  auto read_bookings = [=](schedule_id id) {
    self->request(archive, caf::infinite, load_bookings{id})
        .await([=](const std::vector<booking_row>& found) { open_gate(self, id, found); },
               on_error);
  };
  read_counter(sequence_counter, [=](std::uint64_t ceiling) {
    self->state.sequence = self->state.ceiling = ceiling;
    read_counter(base_counter, [=](std::uint64_t kept_base) {
      if (kept_base != base)
        return read_bookings(schedule_id{base});
      read_counter(schedule_counter,
                   [=](std::uint64_t schedule) { read_bookings(schedule_id{schedule}); });
    });
  });
}

} // namespace frontrow
