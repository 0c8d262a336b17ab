#include "actors/gate/gate_opening_actor.hpp"

#include "actors/gate/shared_guard_actor.hpp"

#include <caf/all.hpp>

#include <algorithm>
#include <utility>

namespace frontrow {

namespace {

/// Makes this the FCFS schedule, with nobody on record but its bookers.
void open_gate(gate_self* self, schedule_id schedule, const std::vector<booking_row>& bookings) {
  auto& state = self->state;
  const auto& how = state.stage->how.fcfs;
  state.schedule = schedule;
  state.guards = std::make_unique<guard_book>(gate_limits{how.user_ttl, how.guard_by_ip});
  state.is_rereading = false;
  const auto now = state.stage->now();
  for (const auto& b : bookings) {
    state.guards->restore(b, now);
    if (b.guard_until != instant{})
      state.sequence = std::max(state.sequence, b.sequence);
  }
  for (const auto& [number, a] : state.out_there->all) {
    if (a.schedule != schedule)
      continue;
    state.guards->resume(a.user, a.address, a.guard_until);
    if (a.is_doubtful)
      doubt_attempt(self, number);
  }
}

/// Ends the doubt about `asked`, whom the bookings tell of or do not.
void end_doubts(gate_self* self, const std::vector<std::uint64_t>& asked,
                const std::vector<booking_row>& bookings) {
  auto& state = self->state;
  auto& all = state.out_there->all;
  std::unordered_map<std::string, const booking_row*> found;
  for (const auto number : asked)
    found.emplace(all.at(number).user, nullptr);
  for (const auto& b : bookings)
    if (const auto it = found.find(b.user); it != found.end())
      it->second = &b;
  for (const auto number : asked) {
    const auto a = std::move(all.extract(number).mapped());
    if (a.schedule != state.schedule)
      continue; // a reset has made a new one meanwhile
    if (const auto* booking = found.at(a.user); booking != nullptr)
      state.guards->restore(*booking, state.stage->now());
    else
      state.guards->release(a.user, a.address);
  }
}

std::vector<std::uint64_t> find_doubtful(const attempts& those) {
  std::vector<std::uint64_t> numbers;
  for (const auto& [number, a] : those.all)
    if (a.is_doubtful)
      numbers.push_back(number);
  return numbers;
}

/// The bookings are read again soon, and later and later while that fails.
void reread_soon(gate_self* self) {
  constexpr milliseconds shortest{250};
  constexpr milliseconds longest{30'000};
  auto& state = self->state;
  if (std::exchange(state.is_rereading, true))
    return;
  state.doubt_delay = std::clamp(state.doubt_delay * 2, shortest, longest);
  self->delayed_send(self, state.doubt_delay, reread_bookings{});
}

/// Points the FCFS face at a schedule, for good, and then opens it.
void move_to(gate_self* self, const created_schedule& made, owed_answer<schedule_view> reply) {
  const auto life = self->state.life;
  write_set set;
  set.rows.emplace_back(counter_row{schedule_counter, raw(made.facts.id)});
  set.rows.emplace_back(counter_row{base_counter, self->state.stage->how.fcfs.schedule});
  self->request(self->state.stage->writer, caf::infinite, std::move(set))
      .then(
          [=](commit_result) mutable {
            if (life == self->state.life) {
              // Their guards were set for the seats of before.
              for (auto& who : std::exchange(self->state.waiting, {})) {
                release_shared_guard(self, who);
                who.reply.deliver(caf::error{store_failure::unavailable});
              }
              open_gate(self, made.facts.id, {});
            }
            schedule_view view;
            view.facts = made.facts;
            view.seats = view.available = made.seats;
            reply.deliver(std::move(view));
          },
          [=](caf::error& why) mutable { reply.deliver(std::move(why)); });
}

} // namespace

void doubt_attempt(gate_self* self, std::uint64_t number) {
  auto& state = self->state;
  auto& a = state.out_there->all.at(number);
  a.is_doubtful = true;
  if (state.guards && a.schedule == state.schedule)
    state.guards->doubt(a.user, a.address);
  reread_soon(self);
}

void reread(gate_self* self) {
  auto& state = self->state;
  if (!state.guards)
    return load_gate(self);
  const auto life = state.life;
  const auto on_error = [=](const caf::error&) {
    // The store is still away: ask again, after a longer while.
    if (life != self->state.life)
      return;
    self->state.is_rereading = false;
    reread_soon(self);
  };
  const auto asked = find_doubtful(*state.out_there);
  const auto read = [=] {
    self->request(self->state.stage->archive, caf::infinite, load_bookings{self->state.schedule})
        .then(
            [=](const std::vector<booking_row>& bookings) {
              if (life != self->state.life)
                return;
              end_doubts(self, asked, bookings);
              self->state.is_rereading = false;
              self->state.doubt_delay = {};
              if (!find_doubtful(*self->state.out_there).empty())
                reread_soon(self);
            },
            on_error);
  };
  // Whatever an attempt has sent to the store is decided before this is.
  self->request(state.stage->writer, caf::infinite, write_set{})
      .then(
          [=](commit_result) {
            if (life == self->state.life)
              read();
          },
          on_error);
}

caf::result<schedule_view> reset_gate(gate_self* self, const reset_fcfs& m) {
  auto reply = self->owe<schedule_view>();
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
  if (!state.guards)
    return store_failure::unavailable; // nor is it known how far it got
  state.is_resting = true;
  write_set set;
  set.rows.emplace_back(counter_row{sequence_counter, state.sequence});
  auto reply = self->owe<bool>();
  self->request(state.stage->writer, caf::infinite, std::move(set))
      .then([=](commit_result) mutable { reply.deliver(true); },
            [=](caf::error& why) mutable { reply.deliver(std::move(why)); });
  return reply;
}

void load_gate(gate_self* self) {
  const auto& archive = self->state.stage->archive;
  const auto base = self->state.stage->how.fcfs.schedule;
  auto on_error = [=](const caf::error&) {
    self->state.is_rereading = false;
    reread_soon(self);
  };
  auto read_counter = [=](const char* name, auto then) {
    self->request(archive, caf::infinite, load_counter{name}).await(then, on_error);
  };
  auto read_bookings = [=](schedule_id id) {
    self->request(archive, caf::infinite, load_bookings{id})
        .await([=](const std::vector<booking_row>& found) { open_gate(self, id, found); },
               on_error);
  };
  auto read_all = [=] {
    read_counter(sequence_counter, [=](std::uint64_t ceiling) {
      self->state.sequence = self->state.ceiling = ceiling;
      read_counter(base_counter, [=](std::uint64_t kept_base) {
        if (kept_base != base)
          return read_bookings(schedule_id{base});
        read_counter(schedule_counter,
                     [=](std::uint64_t schedule) { read_bookings(schedule_id{schedule}); });
      });
    });
  };
  if (self->state.life == 1)
    return read_all();
  // What the gate before this one has sent to the store is decided before this is.
  self->request(self->state.stage->writer, caf::infinite, write_set{})
      .await([=](commit_result) { read_all(); }, [=](const caf::error&) { read_all(); });
}

} // namespace frontrow
