#include "actors/base/roll_of_actors.hpp"

#include <caf/abstract_actor.hpp>

#include <algorithm>
#include <array>
#include <mutex>

namespace frontrow {

namespace {

using steady = std::chrono::steady_clock;

/// How many entries are read under one lock: whoever enters or leaves waits for no more.
constexpr std::size_t stride = 1'024;

/// What the look before saw of an actor.
struct note {
  steady::time_point at{};
  // All that had been received then: while it is not handled, something is older than that.
  steady::time_point marked_at{};
  std::uint32_t marked = 0;
  std::uint32_t handled = 0;
  std::uint32_t busy = 0;
};

} // namespace

/// The entries of one kind. They may change places when one leaves.
class roll_of_kind {
public:
  void enter(on_roll& who) {
    const std::lock_guard lock{guard_};
    who.place_ = static_cast<std::uint32_t>(all_.size());
    all_.push_back(&who);
  }

  void leave(on_roll& who) {
    const std::lock_guard lock{guard_};
    const auto last = all_.size() - 1;
    all_[who.place_] = all_[last];
    all_[who.place_]->place_ = who.place_;
    all_.pop_back();
    if (who.place_ < notes_.size())
      notes_[who.place_] = last < notes_.size() ? notes_[last] : note{};
    if (last < notes_.size())
      notes_.pop_back();
  }

  look_result look(std::size_t most, std::size_t top, steady::time_point now) {
    look_result found;
    for (std::size_t left = most; left > 0;) {
      const std::lock_guard lock{guard_};
      found.alive = all_.size();
      notes_.resize(all_.size());
      if (next_ >= all_.size())
        next_ = 0;
      const auto some = std::min({left, stride, all_.size() - next_,
                                  all_.size() - std::min(all_.size(), found.looked_at)});
      if (some == 0)
        break;
      for (std::size_t i = 0; i < some; ++i, ++next_)
        see(*all_[next_], notes_[next_], now, found);
      found.looked_at += some;
      left -= some;
      cut(found, top);
    }
    return found;
  }

  void forget() {
    const std::lock_guard lock{guard_};
    notes_.clear();
    notes_.shrink_to_fit();
  }

  /// Calls `use` with each entry until it says that it has enough.
  template <class Use>
  void each(Use use) {
    for (std::size_t from = 0;; from += stride) {
      const std::lock_guard lock{guard_};
      if (from >= all_.size())
        return;
      for (auto at = from; at < std::min(from + stride, all_.size()); ++at)
        if (use(*all_[at]))
          return;
    }
  }

  caf::strong_actor_ptr find(actor_label label) {
    caf::strong_actor_ptr found;
    each([&](const on_roll& who) {
      if (who.label() != label)
        return false;
      // It may be on its way out: then only its entry is left.
      auto* block = caf::actor_control_block::from(who.self_);
      if (caf::intrusive_ptr_upgrade_weak(block))
        found = caf::strong_actor_ptr{block, false};
      return found != nullptr;
    });
    return found;
  }

private:
  static void see(const on_roll& who, note& before, steady::time_point now, look_result& into) {
    sighting seen{.label = who.label()};
    // In this order: what waits must not look negative.
    const auto handled = who.handled();
    const auto busy = who.busy_micros();
    seen.waiting = who.received() - handled;
    if (before.at != steady::time_point{} && now > before.at) {
      const auto span = std::chrono::duration<double>(now - before.at).count();
      seen.per_second = (handled - before.handled) / span;
      seen.busy_share = (busy - before.busy) * 1e-6 / span;
    }
    const bool is_past_mark = static_cast<std::int32_t>(handled - before.marked) >= 0;
    if (before.marked_at == steady::time_point{} || is_past_mark) {
      before.marked_at = now;
      before.marked = handled + static_cast<std::uint32_t>(seen.waiting);
    } else {
      seen.oldest = std::chrono::duration_cast<std::chrono::milliseconds>(now - before.marked_at);
    }
    before.at = now;
    before.handled = handled;
    before.busy = busy;
    into.oldest = std::max(into.oldest, seen.oldest);
    if (seen.per_second > 0)
      into.busiest.push_back(seen);
    if (seen.waiting > 0)
      into.deepest.push_back(seen);
  }

  static void cut(look_result& found, std::size_t top) {
    const auto keep = [&](std::vector<sighting>& of, auto weight) {
      std::ranges::stable_sort(of, std::greater<>{}, weight);
      of.resize(std::min(of.size(), top));
    };
    keep(found.busiest, [](const sighting& s) { return std::pair{s.busy_share, s.per_second}; });
    keep(found.deepest, [](const sighting& s) { return std::pair{s.waiting, s.oldest}; });
  }

  std::mutex guard_;
  std::vector<on_roll*> all_;
  std::vector<note> notes_; // of the first of them; empty while nobody looks
  std::size_t next_ = 0;
};

namespace {

/// Never torn down: actors may outlive static objects.
roll_of_kind& roll(actor_kind kind) {
  static auto& all = *new std::array<roll_of_kind, actor_kind_count>;
  return all[static_cast<std::size_t>(kind)];
}

} // namespace

on_roll::on_roll(actor_kind kind, caf::abstract_actor* self) : self_{self}, kind_{kind} {
  roll(kind).enter(*this);
}

on_roll::~on_roll() {
  roll(kind_).leave(*this);
}

look_result look_at_kind(actor_kind kind, std::size_t most, std::size_t top,
                         steady::time_point now) {
  return roll(kind).look(most, top, now);
}

void end_looks() {
  for (std::size_t kind = 0; kind < actor_kind_count; ++kind)
    roll(static_cast<actor_kind>(kind)).forget();
}

caf::strong_actor_ptr find_actor(actor_kind kind, actor_label label) {
  return roll(kind).find(label);
}

std::uint64_t waiting_for(actor_kind kind, actor_label label) {
  std::uint64_t waiting = 0;
  roll(kind).each([&](const on_roll& who) {
    if (who.label() != label)
      return false;
    const auto handled = who.handled();
    waiting = who.received() - handled;
    return true;
  });
  return waiting;
}

std::vector<actor_label> labels_of(actor_kind kind, std::size_t most) {
  std::vector<actor_label> found;
  roll(kind).each([&](const on_roll& who) {
    if (found.size() < most)
      found.push_back(who.label());
    return found.size() >= most;
  });
  return found;
}

} // namespace frontrow
