#include "actors/queue/queue_mirror_actor.hpp"

#include "actors/queue/queue_saving_actor.hpp"
#include "actors/queue/queue_steering_actor.hpp"

#include <caf/all.hpp>

#include <algorithm>
#include <iterator>

namespace frontrow {

namespace {

using news = line_news::kind;

/// Rows in one round: a few milliseconds of the keeper's time. One change is never divided.
constexpr std::size_t round_rows_max = 1'000;
/// How many spans of places that may be missing are remembered.
constexpr std::size_t lost_max = 16;
constexpr std::uint64_t raise_least = 1'024;
constexpr std::uint64_t raise_most = 65'536;

std::string ceiling_name(schedule_id id) {
  return "queue." + std::to_string(raw(id)) + ".places";
}

void tell(const queue_state& state, news what, std::uint64_t count) {
  state.stage->on_line({what, state.id, count});
}

/// Grows, whatever the keeper has forgotten.
std::uint64_t fresh_owner(const queue_state& state) {
  const auto now = static_cast<std::uint64_t>(state.stage->now().time_since_epoch().count());
  return std::max(now, state.mirror.owner + 1);
}

line_round next_round(queue_state& state) {
  line_round round;
  round.id = state.id;
  round.owner = state.mirror.owner;
  round.number = ++state.mirror.round;
  round.next = state.room->next_place();
  round.lost = state.room->lost();
  return round;
}

/// Whoever waits for what cannot be saved now is told so; it will be saved all the same.
void turn_away(queue_self* self) {
  auto& state = self->state;
  for (auto& each : state.mirror.changes)
    each.then = {};
  state.mirror.done.clear();
  for (auto& [number, reply] : std::exchange(state.owed, {}))
    reply.deliver(caf::error{store_failure::unavailable});
}

/// Has the store promise more places, ahead of need.
void raise_ceiling(queue_self* self, std::uint64_t needed) {
  auto& state = self->state;
  if (std::exchange(state.mirror.is_raising, true))
    return;
  const auto raised = needed + std::clamp(needed, raise_least, raise_most);
  write_set set;
  set.rows.emplace_back(counter_row{ceiling_name(state.id), raised});
  self->request(state.stage->writer, caf::infinite, std::move(set))
      .then(
          [=](commit_result) {
            self->state.mirror.is_raising = false;
            self->state.mirror.ceiling = place_number{raised};
            mirror_round(self);
          },
          [=](const caf::error&) {
            self->state.mirror.is_raising = false;
            turn_away(self);
          });
}

/// Whether the places of the next round are promised; who was not sent yet waits until they are.
bool has_places(queue_self* self) {
  const auto& state = self->state;
  // In one tick everybody inside may be sent to the end of the line.
  const auto needed = raw(state.room->next_place()) - 1 + state.room->active();
  const auto ceiling = raw(state.mirror.ceiling);
  if (needed > 0 && needed + raise_least / 2 > ceiling)
    raise_ceiling(self, needed);
  return needed <= ceiling;
}

/// The room as it is takes the place of whatever the keeper has, in rounds of bounded size. What
/// has gathered is part of it.
void write_back(queue_state& state) {
  auto& m = state.mirror;
  m.must_write_back = false;
  for (auto& each : std::exchange(m.changes, {}))
    if (each.then)
      m.done.push_back(std::move(each.then));
  const auto rows = state.room->rows();
  m.owner = fresh_owner(state);
  m.round = 0;
  m.rest.clear();
  for (std::size_t at = 0; at == 0 || at < rows.size(); at += round_rows_max) {
    auto round = next_round(state);
    round.begins = at == 0;
    const auto end = std::min(at + round_rows_max, rows.size());
    round.rows.assign(rows.begin() + std::ptrdiff_t(at), rows.begin() + std::ptrdiff_t(end));
    round.is_whole = end == rows.size();
    m.rest.push_back(std::move(round));
  }
  if (m.is_restoring)
    tell(state, news::forgotten, rows.size());
}

/// What has gathered, as far as one round takes it, with whom it lets in.
std::optional<line_round> gather(queue_state& state) {
  auto& m = state.mirror;
  std::vector<token_row> rows;
  while (!m.changes.empty() && rows.size() < round_rows_max) {
    auto& each = m.changes.front();
    std::ranges::move(each.rows, std::back_inserter(rows));
    if (each.then)
      m.done.push_back(std::move(each.then));
    m.changes.pop_front();
  }
  state.is_round_due = !m.changes.empty();
  // Whoever is let in may take a slot whose freeing must be saved before, or with it.
  if (m.changes.empty()) {
    std::vector<row> let_in;
    state.room->reopen();
    state.room->tick(state.stage->now(), let_in);
    for (auto& each : let_in)
      rows.push_back(std::get<token_row>(std::move(each)));
  }
  const bool is_check = std::exchange(state.is_check_due, false);
  if (rows.empty() && m.done.empty() && !is_check)
    return std::nullopt;
  auto round = next_round(state);
  round.rows = std::move(rows);
  return round;
}

void hear_committed(queue_self* self) {
  auto& state = self->state;
  auto& m = state.mirror;
  for (const auto& each : m.sent->rows)
    state.room->settle(each);
  m.sent.reset();
  state.is_saving = false;
  state.room->reopen();
  if (m.rest.empty()) {
    if (std::exchange(m.is_restoring, false)) {
      the_house.lines_restored.fetch_add(1, std::memory_order_relaxed);
      tell(state, news::restored, state.room->waiting() + state.room->active());
    }
    for (const auto& each : std::exchange(m.done, {}))
      each();
    answer_watchers(self);
  }
  if (!m.rest.empty() || state.is_round_due)
    mirror_round(self);
}

void hear(queue_self* self, round_result result) {
  auto& state = self->state;
  auto& m = state.mirror;
  m.is_asking = false;
  if (std::exchange(m.is_away, false))
    tell(state, news::back, state.room->waiting());
  switch (result) {
  case round_result::committed:
    return hear_committed(self);
  case round_result::forgotten:
    m.sent.reset();
    m.must_write_back = m.is_restoring = true;
    return mirror_round(self);
  case round_result::taken:
    return self->quit(store_failure::unavailable);
  }
}

/// Nothing was heard of the round: the next tick sends it again.
void hear_nothing(queue_self* self) {
  auto& state = self->state;
  state.mirror.is_asking = false;
  turn_away(self);
  if (!std::exchange(state.mirror.is_away, true))
    tell(state, news::away, state.room->waiting());
}

void send(queue_self* self) {
  auto& state = self->state;
  state.is_saving = state.mirror.is_asking = true;
  state.room->shut();
  self->request(state.stage->lines, caf::infinite, *state.mirror.sent)
      .then([=](round_result result) { hear(self, result); },
            [=](const caf::error&) { hear_nothing(self); });
}

/// What the room knows of places: what the keeper says, within what the store has promised.
room_doubt judge(const queue_state& state, const kept_line& kept, std::uint64_t ceiling) {
  room_doubt doubt;
  doubt.next = place_number{std::max(raw(kept.next), ceiling + 1)};
  if (kept.is_whole) {
    doubt.lost = kept.lost;
    // The keeper may have lost its latest: such places may have been handed out.
    if (kept.next < doubt.next)
      doubt.lost.push_back({kept.next, doubt.next});
    if (doubt.lost.size() > lost_max)
      doubt.lost.erase(doubt.lost.begin());
  } else if (ceiling > 0) {
    doubt.lost = {{place_number{1}, doubt.next}};
    doubt.returns_until = state.stage->now() + state.stage->how.queue.return_time;
  }
  return doubt;
}

void open_room(queue_self* self, const kept_line& kept, std::uint64_t ceiling) {
  auto& state = self->state;
  state.room.emplace(state.id, state.limits, kept.tokens, judge(state, kept, ceiling));
  apply_rule(state);
  state.mirror.owner = kept.owner;
  state.mirror.round = kept.round;
  state.mirror.ceiling = place_number{ceiling};
  state.mirror.must_write_back = !kept.is_whole;
  if (kept.is_whole || ceiling == 0)
    return;
  the_house.lines_lost.fetch_add(1, std::memory_order_relaxed);
  tell(state, news::lost, kept.tokens.size());
}

} // namespace

bool is_mirrored(const queue_state& state) {
  return static_cast<bool>(state.stage->lines);
}

void load_mirrored_room(queue_self* self) {
  auto& state = self->state;
  auto on_error = [=](caf::error& why) {
    self->quit(std::move(why));
  };
  self->request(state.stage->lines, caf::infinite, take_line{state.id, fresh_owner(state)})
      .await(
          [=](const kept_line& kept) {
            const load_counter ceiling{ceiling_name(self->state.id)};
            self->request(self->state.stage->archive, caf::infinite, ceiling)
                .await([=](std::uint64_t value) { open_room(self, kept, value); }, on_error);
          },
          on_error);
}

void mirror_change(queue_self* self, const std::vector<row>& rows, std::function<void()> then) {
  line_change what{{}, std::move(then)};
  for (const auto& each : rows)
    what.rows.push_back(std::get<token_row>(each));
  self->state.mirror.changes.push_back(std::move(what));
  self->state.is_round_due = true;
  // While the keeper is away, ticks try.
  if (!self->state.mirror.is_away)
    mirror_round(self);
}

void mirror_round(queue_self* self) {
  auto& state = self->state;
  auto& m = state.mirror;
  if (m.is_asking)
    return;
  if (!m.sent) {
    if (!has_places(self))
      return;
    if (m.must_write_back)
      write_back(state);
    if (m.rest.empty()) {
      m.sent = gather(state);
    } else {
      m.sent = std::move(m.rest.front());
      m.rest.pop_front();
    }
  }
  if (m.sent)
    send(self);
}

void mirror_tick(queue_self* self) {
  auto& state = self->state;
  state.is_check_due = !state.room->is_empty();
  if (const auto count = std::exchange(state.mirror.returned, 0); count > 0)
    tell(state, news::returned, count);
}

} // namespace frontrow
