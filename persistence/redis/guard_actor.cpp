#include "persistence/redis/guard_actor.hpp"

#include "persistence/redis/guard_script.hpp"

#include <caf/all.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace frontrow::redis {

namespace {

using guardian = guard_shell::stateful_pointer<guard_state>;
using wishes = std::vector<guard_wish>;

constexpr milliseconds probe_delay{1'000};
/// How many wishes go into one call of the script, which keeps Redis from everything else.
constexpr std::size_t call_max = 64;

const script& guard_script() {
  static const script one{guard_script_source};
  return one;
}

bool is_answered(const guard_wish& wish) {
  return wish.what == guard_verb::take || wish.what == guard_verb::look;
}

std::size_t guards_of(const guard_wish& wish) {
  return wish.who.address.empty() ? 1 : 2;
}

/// One call of the script for some wishes: a call costs Redis more than what it does for one.
void spell(packet& to, std::span<const guard_wish> some, const guard_state& state) {
  static constexpr std::array verbs{"t", "l", "k", "r"};
  const std::string_view prefix = state.line->prefix();
  auto floor = state.highest;
  std::size_t guards = 0;
  for (const auto& wish : some) {
    floor = std::max(floor, wish.floor);
    guards += guards_of(wish);
  }
  guard_script().begin_call(to, 1 + guards, 1 + 3 * some.size());
  to.add(prefix, "fcfs:seq");
  for (const auto& wish : some) {
    to.add(prefix, "fcfs:user:", wish.who.user);
    if (guards_of(wish) == 2)
      to.add(prefix, "fcfs:ip:", wish.who.address);
  }
  to.add(floor);
  for (const auto& wish : some) {
    to.add(verbs[static_cast<std::size_t>(wish.what)], guards_of(wish));
    to.add(raw(wish.who.schedule), ":", wish.who.mark);
    to.add(wish.life.count());
  }
}

/// What nobody waits for is done when Redis is back.
void owe(guardian self, guard_wish wish) {
  auto& [tools, line, waiting, owed, highest, is_flushing] = self->state;
  if (owed.size() < tools.limits.owed_max)
    owed.push_back(std::move(wish));
  else
    tools.seen->guards.forgotten.fetch_add(1, std::memory_order_relaxed);
}

void fail(guard_wish& wish, guard_failure how, const std::string& why) {
  wish.reply.deliver(caf::make_error(how, why));
}

/// Redis cannot be asked now, and may have done of this what was sent.
void give_up(guardian self, wishes all, guard_failure how, const std::string& why) {
  for (auto& wish : all) {
    if (is_answered(wish))
      fail(wish, how, why);
    if (wish.what == guard_verb::take && wish.was_sent)
      wish.what = guard_verb::release;
    if (!is_answered(wish))
      owe(self, std::move(wish));
  }
}

/// What Redis says to a taker. False: the number is none that may be handed out, so the wish has to
/// be asked again.
bool note_number(guard_state& state, std::uint64_t number, bool was_behind) {
  auto& seen = state.tools.seen->guards;
  if (was_behind) {
    seen.restorations.fetch_add(1, std::memory_order_relaxed);
    if (seen.on_restored)
      seen.on_restored(number);
  }
  // Else Redis forgot the sequence after this was sent, and between it and another of the round
  // trip.
  if (number <= state.highest)
    return false;
  state.highest = number;
  return true;
}

/// Answers a wish by what Redis says to it. False: it has to be asked again.
bool conclude(guard_state& state, guard_wish& wish, const reply& said) {
  if (!is_answered(wish))
    return true;
  guard_view view;
  if (said.is == reply::kind::integer) { // what is most: a number, or that there is no guard
    view.number = static_cast<std::uint64_t>(said.integer);
    if (wish.what == guard_verb::take && !note_number(state, view.number, false))
      return false;
    wish.reply.deliver(view);
    return true;
  }
  if (said.is != reply::kind::list || said.list.empty()) {
    fail(wish, guard_failure::failed, said.text);
    return true;
  }
  const auto& list = said.list;
  switch (list[0].integer) {
  case 0:
    view.no = refusal::duplicate;
    view.left = milliseconds{list[1].integer};
    break;
  case 1:
    view.number = static_cast<std::uint64_t>(list[1].integer);
    if (!note_number(state, view.number, true))
      return false;
    break;
  case 2:
    fail(wish, guard_failure::no_number, list[1].text);
    return true;
  default:
    state.tools.seen->guard.errors.fetch_add(1, std::memory_order_relaxed);
    fail(wish, guard_failure::failed, list[1].text);
    return true;
  }
  wish.reply.deliver(view);
  return true;
}

wishes next_batch(guard_state& state) {
  wishes batch;
  for (auto* from : {&state.owed, &state.waiting})
    while (!from->empty() && batch.size() < state.tools.limits.batch_max) {
      batch.push_back(std::move(from->front()));
      from->pop_front();
    }
  return batch;
}

void flush_soon(guardian self) {
  if (!std::exchange(self->state.is_flushing, true))
    self->send(self, flush_guards{});
}

void ask_batch(guardian self) {
  auto& state = self->state;
  try {
    state.line->open();
  } catch (const lost& why) {
    wishes all{std::make_move_iterator(state.waiting.begin()),
               std::make_move_iterator(state.waiting.end())};
    state.waiting.clear();
    return give_up(self, std::move(all), guard_failure::unavailable, why.what());
  }
  auto batch = next_batch(state);
  packet calls;
  for (std::size_t at = 0; at < batch.size(); at += call_max)
    spell(calls, std::span{batch}.subspan(at, std::min(call_max, batch.size() - at)), state);
  for (auto& wish : batch)
    wish.was_sent = true;
  std::vector<reply> said;
  try {
    said = ask_with(*state.line, guard_script(), calls);
  } catch (const lost& why) {
    return give_up(self, std::move(batch), guard_failure::unavailable, why.what());
  } catch (const std::runtime_error& why) {
    return give_up(self, std::move(batch), guard_failure::failed, why.what());
  }
  wishes again;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto& call = said[i / call_max];
    const bool is_each = call.is == reply::kind::list && i % call_max < call.list.size();
    if (!conclude(state, batch[i], is_each ? call.list[i % call_max] : call))
      again.push_back(std::move(batch[i]));
  }
  state.waiting.insert(state.waiting.begin(), std::make_move_iterator(again.begin()),
                       std::make_move_iterator(again.end()));
}

caf::typed_response_promise<guard_view> enqueue(guardian self, guard_wish wish) {
  auto& state = self->state;
  wish.reply = self->make_response_promise<guard_view>();
  auto reply = wish.reply;
  if (state.waiting.size() >= state.tools.limits.waiting_max) {
    fail(wish, guard_failure::overloaded, "too many wait for the guard");
    return reply;
  }
  state.waiting.push_back(std::move(wish));
  flush_soon(self);
  return reply;
}

/// These are never refused: whoever waits behind them was let in before.
void enqueue_silent(guardian self, guard_wish wish) {
  self->state.waiting.push_back(std::move(wish));
  flush_soon(self);
}

/// Finds out early that Redis is away, or back.
void probe(guardian self) {
  self->delayed_send(self, probe_delay, probe_redis{});
  if (!self->state.owed.empty() || !self->state.waiting.empty())
    return flush_soon(self);
  try {
    self->state.line->ask(command{"PING"});
  } catch (const lost&) {
    // The connection has counted and told it; nobody waits.
    return;
  }
}

} // namespace

guard_state::~guard_state() {
  for (auto& wish : waiting)
    if (is_answered(wish))
      fail(wish, guard_failure::unavailable, "the server is being stopped");
}

guard_shell::behavior_type keep_guards(guardian self, guard_tools tools) {
  self->state.line = std::make_unique<connection>(tools.how, &tools.seen->guard);
  self->state.tools = std::move(tools);
  probe(self);
  return {
      [=](take_guard& m) {
        return enqueue(self, {guard_verb::take, std::move(m.who), m.life, m.floor, false, {}});
      },
      [=](look_at_guard& m) {
        return enqueue(self, {guard_verb::look, std::move(m.who), {}, 0, false, {}});
      },
      [=](keep_guard& m) {
        enqueue_silent(self, {guard_verb::keep, std::move(m.who), m.life, 0, false, {}});
      },
      [=](release_guard& m) {
        enqueue_silent(self, {guard_verb::release, std::move(m.who), {}, 0, false, {}});
      },
      [=](flush_guards) {
        auto& state = self->state;
        state.is_flushing = false;
        ask_batch(self);
        state.tools.seen->guards.owed.store(state.owed.size(), std::memory_order_relaxed);
        if (!state.waiting.empty())
          flush_soon(self);
      },
      [=](probe_redis) { probe(self); },
      [=](settle_guards) {
        while (!self->state.waiting.empty())
          ask_batch(self);
        return self->state.owed.empty();
      },
  };
}

} // namespace frontrow::redis
