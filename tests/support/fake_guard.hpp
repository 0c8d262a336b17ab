#pragma once

#include "actors/gate/guard_messages.hpp"

#include <caf/all.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace frontrow::test {

enum class guard_fault : std::uint8_t {
  none,
  away, // nothing is done
  lost, // it is done, and nobody hears of it; undone when the fault is over
  failed,
  no_number,
};

/// A shared guard in memory that does what the test wants. One schedule's guards at a time void
/// those of another, as in Redis.
struct fake_guard {
  struct held {
    guard_owner by;
    milliseconds life{}; // that it was given last
    instant until{};
  };

  std::function<instant()> now = [] {
    return instant{};
  };

  std::map<std::string, held> guards; // by user, and by address with a slash before it
  std::uint64_t number = 0;
  std::uint64_t highest = 0; // that this life of the server has handed out
  guard_fault fault = guard_fault::none;
  std::vector<std::function<void()>> owed; // what is undone when the fault is over
  bool is_slow = false;                    // answers wait for `say_all`
  std::vector<std::function<void()>> unsaid;
  std::vector<std::uint64_t> floors; // that it was given

  void forget_all() { guards.clear(), number = 0; }
  void heal() {
    fault = guard_fault::none;
    for (const auto& what : std::exchange(owed, {}))
      what();
  }

  /// The server died: what it owed and knew is gone, what it set stays.
  void begin_life() {
    owed.clear();
    highest = 0;
    heal();
  }

  static std::vector<std::string> names(const guard_owner& who) {
    if (who.address.empty())
      return {who.user};
    return {who.user, '/' + who.address};
  }

  instant end_of(milliseconds life) const {
    return life == milliseconds{0} ? instant::max() : now() + life;
  }
  void forget_ended() {
    std::erase_if(guards, [this](const auto& one) { return one.second.until <= now(); });
  }

  guard_view look(const guard_owner& who) {
    forget_ended();
    guard_view view;
    for (const auto& name : names(who))
      if (const auto it = guards.find(name); it != guards.end() && it->second.by.mark != who.mark
                                             && it->second.by.schedule == who.schedule)
        view.no = refusal::duplicate, view.left = it->second.life;
    return view;
  }

  guard_view take(const take_guard& wish) {
    floors.push_back(wish.floor);
    auto view = look(wish.who);
    if (view.no != refusal::none)
      return view;
    for (const auto& name : names(wish.who))
      guards[name] = {wish.who, wish.life, end_of(wish.life)};
    view.number = highest = number = std::max({number, wish.floor, highest}) + 1;
    return view;
  }

  /// A life: the attempt won; none: it did not.
  void end(const guard_owner& who, std::optional<milliseconds> life) {
    if (fault != guard_fault::none) {
      owed.emplace_back([=, this] { end(who, life); });
      return;
    }
    forget_ended();
    for (const auto& name : names(who))
      if (const auto it = guards.find(name); it != guards.end() && it->second.by.mark == who.mark) {
        if (life)
          it->second.life = *life, it->second.until = end_of(*life);
        else
          guards.erase(it);
      }
  }
};

inline caf::error error_of(guard_fault fault) {
  switch (fault) {
  case guard_fault::none:
    return {};
  case guard_fault::away:
  case guard_fault::lost:
    return guard_failure::unavailable;
  case guard_fault::failed:
    return guard_failure::failed;
  case guard_fault::no_number:
    return guard_failure::no_number;
  }
  return {};
}

/// Whoever waits for an answer gets it.
struct say_all {};
using fake_guard_actor = guard_actor::extend<caf::reacts_to<say_all>>;

inline fake_guard_actor::behavior_type keep_fake_guard(fake_guard_actor::pointer self,
                                                       std::shared_ptr<fake_guard> what) {
  const auto say = [=](auto view) {
    auto reply = self->make_response_promise<guard_view>();
    const auto why = error_of(what->fault);
    auto answer = [=]() mutable {
      if (why)
        reply.deliver(why);
      else
        reply.deliver(view);
    };
    if (what->is_slow)
      what->unsaid.emplace_back(answer);
    else
      answer();
    return reply;
  };
  return {
      [=](const take_guard& m) {
        guard_view view;
        if (what->fault == guard_fault::none || what->fault == guard_fault::lost)
          view = what->take(m);
        if (what->fault == guard_fault::lost)
          what->end(m.who, {});
        return say(view);
      },
      [=](const look_at_guard& m) { return say(what->look(m.who)); },
      [=](const keep_guard& m) { what->end(m.who, m.life); },
      [=](const release_guard& m) { what->end(m.who, {}); },
      [=](say_all) {
        what->is_slow = false;
        for (const auto& say_one : std::exchange(what->unsaid, {}))
          say_one();
      },
  };
}

} // namespace frontrow::test

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::test::say_all)
