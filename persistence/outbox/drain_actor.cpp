#include "persistence/outbox/drain_actor.hpp"

#include <caf/all.hpp>

#include <algorithm>

namespace frontrow {

namespace {

using drain = drain_shell::stateful_pointer<drain_state>;
using track = drain_state::track;

constexpr auto elsewhere = "another node publishes; try again";

void move(drain self, std::uint32_t partition);

void move_soon(drain self, std::uint32_t partition) {
  self->send(self, move_lane{partition});
}

/// Makes a lane's rows durable, however often that has to be tried.
void save(drain self, std::uint32_t partition) {
  auto& on = self->state.tracks[partition];
  write_set set;
  set.rows.assign(on.way.unsaved().begin(), on.way.unsaved().end());
  on.is_saving = true;
  self->request(self->state.writer, caf::infinite, std::move(set))
      .then(
          [=](commit_result) {
            auto& of = self->state.tracks[partition];
            of.is_saving = false;
            of.way.saved();
            move_soon(self, partition);
          },
          [=](const caf::error&) {
            auto& of = self->state.tracks[partition];
            of.is_saving = false;
            of.needs_care = true;
          });
}

/// Does a piece of the first errand. True: it is over.
bool run(lane& way, errand& what) {
  if (what.subjects.empty())
    return true;
  const auto& subject = what.subjects.back();
  const auto piece = what.is_replay ? way.replay(subject) : way.discard(subject, what.position);
  what.sum.done += piece.done;
  if (what.is_replay && piece.why.empty() && piece.waiting > 0)
    return false;
  what.sum.waiting += piece.waiting;
  if (what.sum.why.empty())
    what.sum.why = piece.why;
  what.subjects.pop_back();
  return what.subjects.empty();
}

void finish(track& on) {
  on.errands.front().answer->add(on.errands.front().sum);
  on.errands.pop_front();
}

/// One step of a lane and of what an operator wants of it.
void move(drain self, std::uint32_t partition) {
  auto& on = self->state.tracks[partition];
  if (on.is_saving || !self->state.writer || !self->state.is_leading)
    return;
  auto what = on.way.step();
  if (what != lane::next::save && !on.errands.empty()) {
    const bool is_over = run(on.way, on.errands.front());
    // Who asked hears of it when it is durable.
    if (!on.way.unsaved().empty())
      what = lane::next::save;
    else if (is_over)
      finish(on);
    if (what == lane::next::rest && !on.errands.empty())
      what = lane::next::again;
  }
  on.needs_care = what == lane::next::retry;
  if (what == lane::next::save)
    save(self, partition);
  else if (what == lane::next::again)
    move_soon(self, partition);
}

/// Shares an errand out to the lanes that have something to do with it.
caf::result<parked_outcome> send_out(drain self, bool is_replay, const std::string& subject,
                                     std::optional<std::uint32_t> only, std::uint64_t position) {
  if (!self->state.is_leading)
    return parked_outcome{.done = 0, .waiting = 0, .why = elsewhere};
  auto answer = std::make_shared<errand_answer>();
  answer->to = self->make_response_promise<parked_outcome>();
  auto& tracks = self->state.tracks;
  for (std::uint32_t p = 0; p < tracks.size(); ++p) {
    if (only && *only != p)
      continue;
    const auto& kept = tracks[p].way.kept();
    auto subjects = subject.empty() ? kept.subjects() : std::vector{subject};
    std::erase_if(subjects, [&](const auto& each) { return !kept.is_waiting(each); });
    if (subjects.empty())
      continue;
    ++answer->missing;
    tracks[p].errands.push_back({.is_replay = is_replay,
                                 .subjects = std::move(subjects),
                                 .position = position,
                                 .sum = {},
                                 .answer = answer});
    move_soon(self, p);
  }
  if (answer->missing == 0)
    answer->to.deliver(parked_outcome{});
  return answer->to;
}

outbox_view describe(const drain_state& now, std::uint32_t limit) {
  outbox_view view;
  for (const auto& each : now.tracks) {
    view.lanes.push_back(each.way.view());
    for (const auto& [position, row] : each.way.kept().rows())
      if (view.parked.size() < limit)
        view.parked.push_back(row);
    view.parked_count += each.way.kept().rows().size();
  }
  return view;
}

/// Looks after the lanes: those that failed always, all of them now and then.
void tend(drain self) {
  auto& now = self->state;
  const auto time = self->clock().now();
  self->delayed_send(self, now.limits.retry, tend_lanes{});
  if (!now.is_leading)
    return;
  const bool is_due = time - now.checked >= now.limits.check;
  if (is_due)
    now.checked = time;
  for (std::uint32_t p = 0; p < now.tracks.size(); ++p) {
    if (is_due)
      now.tracks[p].way.doubt();
    if (is_due || now.tracks[p].needs_care)
      move(self, p);
  }
}

/// Whoever led meanwhile published and parked: nothing is known any more.
void begin(drain self) {
  auto& now = self->state;
  for (std::uint32_t p = 0; p < now.tracks.size(); ++p) {
    now.tracks[p].way.begin();
    move_soon(self, p);
  }
}

void end(drain self) {
  for (auto& each : self->state.tracks) {
    each.way.rest();
    for (; !each.errands.empty(); each.errands.pop_front()) {
      auto& one = each.errands.front();
      one.sum.why = elsewhere;
      one.answer->add(one.sum);
    }
  }
}

} // namespace

void errand_answer::add(const parked_outcome& part) {
  sum.done += part.done;
  sum.waiting += part.waiting;
  if (sum.why.empty())
    sum.why = part.why;
  if (--missing == 0)
    to.deliver(sum);
}

drain_state::~drain_state() {
  for (auto& each : tracks)
    for (auto& one : each.errands)
      one.answer->add({.done = 0, .waiting = 0, .why = "the server is being stopped"});
}

drain_shell::behavior_type keep_drain(drain self, std::vector<lane_tools> lanes,
                                      drain_limits limits) {
  self->state.limits = limits;
  self->state.is_leading = limits.is_leading;
  for (auto& each : lanes)
    self->state.tracks.emplace_back(std::move(each));
  if (!limits.is_leading)
    end(self);
  return {
      [=](describe_outbox wish) { return describe(self->state, wish.limit); },
      [=](const replay_parked& wish) { return send_out(self, true, wish.subject, {}, 0); },
      [=](const discard_parked& wish) {
        std::optional<std::uint32_t> only;
        if (wish.position != 0)
          only = wish.partition;
        return send_out(self, false, wish.subject, only, wish.position);
      },
      [=](events_committed news) {
        if (news.partition >= self->state.tracks.size() || !self->state.is_leading)
          return;
        auto& way = self->state.tracks[news.partition].way;
        way.hear(news);
        if (news.last > way.done())
          move(self, news.partition);
      },
      [=](lead_drain wish) {
        if (std::exchange(self->state.is_leading, wish.is_leading) == wish.is_leading)
          return;
        if (wish.is_leading)
          begin(self);
        else
          end(self);
      },
      [=](save_with& who) {
        self->state.writer = std::move(who.writer);
        tend(self);
      },
      [=](move_lane which) { move(self, which.partition); },
      [=](tend_lanes) { tend(self); },
  };
}

} // namespace frontrow
