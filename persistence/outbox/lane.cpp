#include "persistence/outbox/lane.hpp"

#include "actors/store/cloud_event.hpp"

#include <algorithm>

namespace frontrow {

namespace {

using state = outbox_lane::state;

bool is_same(const newest_entry& entry, const event& what) {
  return entry.type == type_of(what.is) && entry.subject == subject_of(what)
         && entry.sequence == what.sequence;
}

/// Why the stream cannot be a piece of this store's history; empty when it can.
std::string objection(const stream_end& end, const event_page& there) {
  if (there.last < end.last.position)
    return "the stream ends at position " + std::to_string(end.last.position)
           + ", the store's events at " + std::to_string(there.last)
           + ": it is not this store's, or the store is an older copy";
  if (end.newest && end.newest->position != 0
      && (there.events.empty() || !is_same(*end.newest, there.events.front().what)))
    return "the stream's newest entry is another event than the store's at position "
           + std::to_string(end.newest->position)
           + ": it is not this store's, or the store is an older copy";
  if (end.newest && end.newest->position == 0)
    return "the stream's newest entry was not written by this program";
  return {};
}

} // namespace

lane::lane(lane_tools tools) : tools_{std::move(tools)} {
}

lane::next lane::step() {
  if (!unsaved_.empty())
    return next::save;
  try {
    load();
    if (tools_.to->is_resting())
      return next::retry;
    if (!is_known_ && !meet())
      return next::retry;
    return publish();
  } catch (const broker_away& why) {
    return give_way(why);
  } catch (const store_error&) {
    // The store's own trouble is told by its writer.
    return next::retry;
  } catch (const std::exception& why) {
    // Whatever it is, an outbox that stands still shall say so, and try again.
    return give_way(broker_away{why.what()});
  }
}

lane::next lane::give_way(const broker_away& why) {
  is_known_ = false;
  tools_.seen->retries.fetch_add(1, std::memory_order_relaxed);
  be(state::away, why.what());
  try {
    see_oldest();
  } catch (const store_error&) {
    // The store is away as well, and its writer tells of that.
  }
  return next::retry;
}

/// Since when the first unpublished event waits, while nothing else reads it.
void lane::see_oldest() {
  if (!was_known_ || tools_.seen->oldest != 0)
    return;
  const auto next
      = tools_.reader->read(read_events{.partition = tools_.partition, .after = done_, .limit = 1});
  if (!next.events.empty())
    tools_.seen->oldest = next.events.front().what.at.time_since_epoch().count();
}

void lane::begin() {
  kept_ = {};
  unsaved_.clear();
  is_loaded_ = is_known_ = was_known_ = false;
  tools_.seen->is_leading = true;
}

void lane::rest() {
  begin();
  unpublished_.clear();
  tools_.seen->is_leading = false;
  tools_.seen->oldest = 0;
  is_ = outbox_lane::state::starting;
  tools_.seen->is = is_;
  has_complained_ = false;
  why_.clear();
  count();
}

void lane::load() {
  if (is_loaded_)
    return;
  for (const auto& row : tools_.reader->read(load_parked{tools_.partition}))
    kept_.put(row);
  is_loaded_ = true;
  count();
}

/// Compares the stream with the store, and says whether the one continues the other.
bool lane::meet() {
  const auto end = tools_.to->look(tools_.partition);
  const auto last = end.newest ? end.newest->position : end.last.position;
  const auto there = tools_.reader->read(
      read_events{.partition = tools_.partition, .after = last == 0 ? 0 : last - 1, .limit = 1});
  know(there.last);
  if (auto why = objection(end, there); !why.empty()) {
    be(state::refusing, std::move(why));
    return false;
  }
  const auto before = std::exchange(top_, end.last);
  if (was_known_ && before.position > top_.position) {
    const auto lost = before.position - top_.position;
    tools_.seen->republished.fetch_add(lost, std::memory_order_relaxed);
    if (tools_.tell)
      tools_.tell(true, "the stream has lost events; they are published again", view());
  }
  done_ = top_.position;
  is_known_ = was_known_ = true;
  count();
  be(state::flowing);
  return true;
}

lane::next lane::publish() {
  const auto limit = static_cast<std::uint32_t>(tools_.batch_max);
  const auto page = tools_.reader->read(
      read_events{.partition = tools_.partition, .after = done_, .limit = limit});
  know(page.last);
  tools_.seen->oldest
      = page.events.empty() ? 0 : page.events.front().what.at.time_since_epoch().count();
  if (page.events.empty())
    return next::rest;
  if (hold_back(page))
    return next::save;
  std::vector<entry> entries;
  for (const auto& each : page.events)
    if (!kept_.knows(each.position))
      entries.push_back({.id = {.position = each.position}, .what = each});
  const auto result = append(entries);
  if (result.how == ending::moved) {
    is_known_ = false;
    return next::again;
  }
  if (result.how == ending::refused) {
    const auto& guilty = entries[result.appended].what;
    done_ = guilty.position - 1;
    park(guilty, result.why);
    count();
    return next::save;
  }
  done_ = page.events.back().position;
  if (page.last <= done_)
    tools_.seen->oldest = 0;
  see_delays();
  count();
  return page.last > done_ ? next::again : next::rest;
}

append_result lane::append(std::span<const entry> entries) {
  if (entries.empty())
    return {};
  if (tools_.fault)
    tools_.fault("before_publish");
  auto result = tools_.to->append(tools_.partition, top_, entries);
  if (tools_.fault)
    tools_.fault("after_publish");
  if (result.appended > 0)
    top_ = entries[result.appended - 1].id;
  return result;
}

void lane::know(std::uint64_t last) {
  auto& known = tools_.seen->last;
  known = std::max(known.load(), last);
}

void lane::hear(const events_committed& news) {
  // Enough to measure by; while the broker is away there is nothing to be measured.
  constexpr std::size_t measured_max = 1'024;
  know(news.last);
  const bool is_timed = news.at != std::chrono::steady_clock::time_point{};
  if (is_timed && news.last > done_ && unpublished_.size() < measured_max)
    unpublished_.push_back(news);
}

void lane::see_delays() {
  auto& seen = *tools_.seen;
  const auto now = std::chrono::steady_clock::now();
  for (; !unpublished_.empty() && unpublished_.front().last <= done_; unpublished_.pop_front()) {
    const std::chrono::duration<double> took = now - unpublished_.front().at;
    const auto& bounds = lane_figures::second_bounds;
    const auto place = std::ranges::lower_bound(bounds, took.count()) - bounds.begin();
    seen.delays[static_cast<std::size_t>(place)].fetch_add(1, std::memory_order_relaxed);
    seen.delay_nanoseconds.fetch_add(static_cast<std::uint64_t>(took.count() * 1e9),
                                     std::memory_order_relaxed);
  }
}

void lane::be(state is, std::string why) {
  // That events flow is news only after they did not.
  const bool is_good = is == state::flowing;
  const bool is_news = is_good ? has_complained_ : is_ != is || !has_complained_;
  has_complained_ = !is_good;
  is_ = is;
  why_ = std::move(why);
  tools_.seen->is = is;
  if (!is_news || !tools_.tell)
    return;
  if (is_good)
    tools_.tell(false, "events flow to the broker", view());
  else if (is == state::away)
    tools_.tell(true, "the broker is away; events wait", view());
  else
    tools_.tell(true, "NOTHING IS PUBLISHED: the stream belongs to another history", view());
}

void lane::count() {
  auto& seen = *tools_.seen;
  seen.published = done_;
  seen.is_known = was_known_;
  seen.waiting = kept_.waiting_count();
  seen.discarded = kept_.rows().size() - kept_.waiting_count();
}

outbox_lane lane::view() const {
  return {.partition = tools_.partition,
          .is = is_,
          .stream = tools_.to->name(tools_.partition),
          .published = done_,
          .last = tools_.seen->last,
          .oldest = instant{milliseconds{tools_.seen->oldest.load()}},
          .why = why_};
}

} // namespace frontrow
