#include "actors/programme/programme_actor.hpp"

#include "actors/schedule/hall.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

void know(programme_state& state, const concert_row& c) {
  state.concerts[raw(c.id)] = c;
  state.next_concert = std::max(state.next_concert, raw(c.id) + 1);
}

void know(programme_state& state, const schedule_row& s) {
  state.shows[raw(s.id)] = s;
  state.next_show = std::max(state.next_show, raw(s.id) + 1);
}

/// Saves one row, then goes on.
template <class Row, class Promise, class Then>
void save(programme_self* self, const Row& made, Promise reply, Then then) {
  write_set set;
  set.rows.emplace_back(made);
  self->request(self->state.stage->writer, caf::infinite, std::move(set))
      .then(
          [=](commit_result result) mutable {
            if (result == commit_result::committed) {
              know(self->state, made);
              then();
            } else {
              reply.deliver(caf::error{store_failure::unavailable});
            }
          },
          [=](caf::error& why) mutable { reply.deliver(std::move(why)); });
}

caf::result<concert_row> create(programme_self* self, const create_concert& m) {
  auto& state = self->state;
  // The number is taken now: another that comes before the commit gets the next one.
  const concert_row made{concert_id{state.next_concert++}, m.title, m.artist, state.stage->now()};
  auto reply = self->owe<concert_row>();
  save(self, made, reply, [=]() mutable { reply.deliver(made); });
  return reply;
}

caf::result<created_schedule> create(programme_self* self, const create_schedule& m) {
  auto& state = self->state;
  created_schedule answer;
  if (!state.concerts.contains(raw(m.facts.concert))) {
    answer.no = refusal::concert_not_found;
    return answer;
  }
  answer.facts = m.facts;
  answer.facts.id = schedule_id{state.next_show++};
  answer.facts.version = 1;
  answer.seats = static_cast<std::uint32_t>(count_seats(answer.facts));
  auto reply = self->owe<created_schedule>();
  save(self, answer.facts, reply, [=]() mutable {
    // Somebody may have asked for it before it was there.
    self->send(self->state.schedules, refresh_schedule{answer.facts.id});
    reply.deliver(answer);
  });
  return reply;
}

concert_view view_of(const programme_state& state, concert_id id) {
  concert_view view;
  const auto it = state.concerts.find(raw(id));
  if (it == state.concerts.end()) {
    view.no = refusal::concert_not_found;
    return view;
  }
  view.concert = it->second;
  for (const auto& [number, show] : state.shows)
    if (show.concert == id)
      view.schedules.push_back(show);
  return view;
}

/// Asks the store what there is; whoever asks meanwhile waits. While the store is away nobody is
/// told anything, and it is asked again.
void load(programme_self* self) {
  constexpr milliseconds retry_delay{1'000};
  self->request(self->state.stage->archive, caf::infinite, load_programme{})
      .await(
          [=](const programme& found) {
            for (const auto& c : found.concerts)
              know(self->state, c);
            for (const auto& s : found.schedules)
              know(self->state, s);
            self->state.is_loaded = true;
          },
          [=](const caf::error&) { self->delayed_send(self, retry_delay, load_again{}); });
}

programme_entity::behavior_type begin(programme_self* self, const backstage_ptr& stage,
                                      const schedule_actor& schedules) {
  self->state.stage = stage;
  self->state.schedules = schedules;
  load(self);
  return {
      [=](const create_concert& m) -> caf::result<concert_row> {
        if (!self->state.is_loaded)
          return store_failure::unavailable;
        return create(self, m);
      },
      [=](const create_schedule& m) -> caf::result<created_schedule> {
        if (!self->state.is_loaded)
          return store_failure::unavailable;
        return create(self, m);
      },
      [=](const list_concerts&) -> caf::result<std::vector<concert_row>> {
        if (!self->state.is_loaded)
          return store_failure::unavailable;
        std::vector<concert_row> all;
        for (const auto& [number, c] : self->state.concerts)
          all.push_back(c);
        return all;
      },
      [=](const read_concert& m) -> caf::result<concert_view> {
        if (!self->state.is_loaded)
          return store_failure::unavailable;
        return view_of(self->state, m.id);
      },
      [=](const learn_show& m) {
        if (const auto it = self->state.shows.find(raw(m.id)); it != self->state.shows.end())
          it->second.concurrent_user_max = m.capacity;
      },
      [=](load_again) { load(self); },
  };
}

} // namespace

programme_entity::behavior_type keep_programme(programme_self* self, backstage_ptr stage,
                                               schedule_actor schedules) {
  return begin_to_last(self, [=] { return begin(self, stage, schedules); });
}

} // namespace frontrow
