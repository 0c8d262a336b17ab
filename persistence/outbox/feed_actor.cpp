#include "persistence/outbox/feed_actor.hpp"

#include <caf/all.hpp>

#include <algorithm>

namespace frontrow {

namespace {

using feed = feed_shell::stateful_pointer<feed_state>;
using waiter = feed_state::waiter;

// A delayed message cannot be called back, so one sweep serves all waiters.
void sweep_later(feed self) {
  if (!self->state.waiters.empty() && !std::exchange(self->state.is_sweeping, true))
    self->delayed_send(self, self->state.limits.sweep, sweep_waiters{});
}

void read_for(feed self, waiter who);

/// Keeps somebody waiting who has read all there is, or answers when the wait is over.
void park(feed self, waiter who) {
  auto& now = self->state;
  if (now.last > who.wish.after) {
    read_for(self, std::move(who));
  } else if (who.until <= self->clock().now() || now.waiters.size() >= now.limits.waiters_max) {
    who.answer.deliver(event_page{.events = {}, .last = now.last});
  } else {
    now.waiters.push_back(std::move(who));
    sweep_later(self);
  }
}

/// Who asks to go on from a position has read up to it; from beyond the end, nobody has.
void note_reader(feed_state& now, std::uint64_t after) {
  auto& furthest = now.seen->furthest;
  if (after <= now.last && after > furthest.load(std::memory_order_relaxed))
    furthest.store(after, std::memory_order_relaxed);
}

void read_for(feed self, waiter who) {
  const read_events question{.after = who.wish.after, .limit = who.wish.limit};
  self->request(self->state.archive, caf::infinite, question)
      .then(
          [=](event_page& page) mutable {
            self->state.last = std::max(self->state.last, page.last);
            note_reader(self->state, who.wish.after);
            if (page.events.empty() && who.wish.limit > 0)
              park(self, std::move(who));
            else
              who.answer.deliver(std::move(page));
          },
          [=](caf::error& why) mutable { who.answer.deliver(std::move(why)); });
}

/// Takes out of the line those of whom `is_done` is true.
template <class IsDone>
std::vector<waiter> take(std::vector<waiter>& line, IsDone is_done) {
  auto first = std::stable_partition(line.begin(), line.end(),
                                     [&](const waiter& who) { return !is_done(who); });
  std::vector<waiter> taken{std::make_move_iterator(first), std::make_move_iterator(line.end())};
  line.erase(first, line.end());
  return taken;
}

} // namespace

feed_state::~feed_state() {
  for (auto& who : waiters)
    who.answer.deliver(event_page{.events = {}, .last = last});
}

feed_shell::behavior_type keep_feed(feed self, archive_actor archive, feed_limits limits,
                                    std::shared_ptr<feed_observer> seen) {
  self->state.archive = std::move(archive);
  self->state.limits = limits;
  self->state.seen = std::move(seen);
  return {
      [=](follow_events wish) {
        wish.limit = std::min(wish.limit, self->state.limits.page_max);
        auto answer = self->make_response_promise<event_page>();
        read_for(self, {.wish = wish, .until = self->clock().now() + wish.wait, .answer = answer});
        return answer;
      },
      [=](events_committed news) {
        self->state.last = std::max(self->state.last, news.last);
        auto& line = self->state.waiters;
        for (auto& who : take(line, [&](auto& x) { return x.wish.after < news.last; }))
          read_for(self, std::move(who));
      },
      [=](sweep_waiters) {
        self->state.is_sweeping = false;
        const auto now = self->clock().now();
        for (auto& who : take(self->state.waiters, [&](auto& x) { return x.until <= now; }))
          who.answer.deliver(event_page{.events = {}, .last = self->state.last});
        sweep_later(self);
      },
  };
}

} // namespace frontrow
