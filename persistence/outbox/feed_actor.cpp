#include "persistence/outbox/feed_actor.hpp"

#include "actors/store/partition.hpp"

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

void look_later(feed self) {
  auto& now = self->state;
  if (now.limits.look.count() > 0 && !now.waiters.empty() && !std::exchange(now.is_looking, true))
    self->delayed_send(self, now.limits.look, look_for_events{});
}

void read_for(feed self, waiter who);

/// Whether a cursor has not come to what is known to be there.
bool is_behind(const event_cursor& who, const event_cursor& known, std::uint32_t partitions) {
  for (std::uint32_t p = 0; p < partitions; ++p)
    if (who.at(p) < known.at(p))
      return true;
  return false;
}

/// Keeps somebody waiting who has read all there is, or answers when the wait is over.
void park(feed self, waiter who) {
  auto& now = self->state;
  if (is_behind(who.wish.after, now.last, now.partitions)) {
    read_for(self, std::move(who));
  } else if (who.until <= self->clock().now() || now.waiters.size() >= now.limits.waiters_max) {
    who.answer.deliver(feed_page{});
  } else {
    now.waiters.push_back(std::move(who));
    sweep_later(self);
    look_later(self);
  }
}

/// Who asks to go on from a cursor has read up to it; from beyond the end, nobody has.
void note_reader(feed_state& now, const event_cursor& after) {
  std::uint64_t read = 0;
  for (std::uint32_t p = 0; p < now.partitions; ++p) {
    if (after.at(p) > now.last.at(p))
      return;
    read += after.at(p);
  }
  auto& furthest = now.seen->furthest;
  if (read > furthest.load(std::memory_order_relaxed))
    furthest.store(read, std::memory_order_relaxed);
}

/// A page that comes together from several partitions.
struct gathering {
  waiter who;
  feed_page page;
  std::size_t missing = 0;
  bool is_over = false;
};

/// Asks each partition for its share; whatever fails, fails the page.
void gather(feed self, waiter who, const std::vector<std::uint32_t>& shares) {
  auto all = std::make_shared<gathering>();
  all->who = std::move(who);
  const auto& wish = all->who.wish;
  for (std::uint32_t p = 0; p < shares.size(); ++p)
    all->missing += shares[p] > 0;
  for (std::uint32_t p = 0; p < shares.size(); ++p) {
    if (shares[p] == 0)
      continue;
    const read_events question{.partition = p, .after = wish.after.at(p), .limit = shares[p]};
    self->request(self->state.archive, caf::infinite, question)
        .then(
            [=](event_page& found) {
              self->state.last.move(p, found.last);
              std::ranges::move(found.events, std::back_inserter(all->page.events));
              if (--all->missing > 0 || all->is_over)
                return;
              // Whoever answered first: the same question gets the same page.
              std::ranges::stable_sort(all->page.events, {}, &placed_event::partition);
              all->who.answer.deliver(std::move(all->page));
            },
            [=](caf::error& why) {
              --all->missing;
              if (!std::exchange(all->is_over, true))
                all->who.answer.deliver(std::move(why));
            });
  }
}

void read_for(feed self, waiter who) {
  self->request(self->state.archive, caf::infinite, load_positions{})
      .then(
          [=](const std::vector<std::uint64_t>& last) mutable {
            auto there = last;
            bool is_any = false;
            self->state.partitions = static_cast<std::uint32_t>(last.size());
            for (std::uint32_t p = 0; p < last.size(); ++p) {
              self->state.last.move(p, last[p]);
              there[p] -= std::min(last[p], who.wish.after.at(p));
              is_any |= there[p] > 0;
            }
            note_reader(self->state, who.wish.after);
            if (who.wish.limit == 0)
              who.answer.deliver(feed_page{});
            else if (is_any)
              gather(self, std::move(who), share_page(there, who.wish.limit));
            else
              park(self, std::move(who));
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

/// So much is there in a partition: whoever waits for it reads.
void hear(feed self, std::uint32_t p, std::uint64_t last) {
  self->state.last.move(p, last);
  self->state.partitions = std::max(self->state.partitions, p + 1);
  auto& line = self->state.waiters;
  for (auto& who : take(line, [&](auto& x) { return x.wish.after.at(p) < last; }))
    read_for(self, std::move(who));
}

void look(feed self) {
  const auto again = [=] {
    self->state.is_looking = false;
    look_later(self);
  };
  self->request(self->state.archive, caf::infinite, load_positions{})
      .then(
          [=](const std::vector<std::uint64_t>& last) {
            for (std::uint32_t p = 0; p < last.size(); ++p)
              hear(self, p, last[p]);
            again();
          },
          // A store that is away is looked into later.
          [=](const caf::error&) { again(); });
}

} // namespace

std::vector<std::uint32_t> share_page(const std::vector<std::uint64_t>& there,
                                      std::uint32_t limit) {
  std::vector<std::size_t> order;
  for (std::size_t p = 0; p < there.size(); ++p)
    if (there[p] > 0)
      order.push_back(p);
  std::ranges::stable_sort(order, {}, [&](std::size_t p) { return there[p]; });
  std::vector<std::uint32_t> shares(there.size());
  std::uint64_t left = limit;
  for (std::size_t n = 0; n < order.size(); ++n) {
    const auto share = std::min(there[order[n]], left / (order.size() - n));
    shares[order[n]] = static_cast<std::uint32_t>(share);
    left -= share;
  }
  return shares;
}

feed_state::~feed_state() {
  for (auto& who : waiters)
    who.answer.deliver(feed_page{});
}

feed_shell::behavior_type keep_feed(feed self, archive_actor archive, feed_limits limits,
                                    std::shared_ptr<feed_observer> seen) {
  self->state.archive = std::move(archive);
  self->state.limits = limits;
  self->state.seen = std::move(seen);
  return {
      [=](follow_events wish) {
        wish.limit = std::min(wish.limit, self->state.limits.page_max);
        auto answer = self->make_response_promise<feed_page>();
        read_for(self, {.wish = wish, .until = self->clock().now() + wish.wait, .answer = answer});
        return answer;
      },
      [=](events_committed news) {
        if (news.partition < partitions_max)
          hear(self, news.partition, news.last);
      },
      [=](look_for_events) { look(self); },
      [=](sweep_waiters) {
        self->state.is_sweeping = false;
        const auto now = self->clock().now();
        for (auto& who : take(self->state.waiters, [&](auto& x) { return x.until <= now; }))
          who.answer.deliver(feed_page{});
        sweep_later(self);
      },
  };
}

} // namespace frontrow
