#include "persistence/redis/guard_actor.hpp"

#include "persistence/redis/guard_script.hpp"

#include <caf/all.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace frontrow::redis {

namespace {

using guardian = guard_shell::stateful_pointer<guard_state>;
using wishes = std::deque<guard_wish>;

constexpr milliseconds probe_delay{1'000};

const script& guard_script() {
  static const script one{guard_script_source};
  return one;
}

bool is_answered(const guard_wish& wish) {
  return wish.what == guard_verb::take || wish.what == guard_verb::look;
}

command spell(const guard_wish& wish, const guard_state& state) {
  static constexpr std::array words{"take", "look", "keep", "release"};
  const auto& line = *state.line;
  std::vector<std::string> keys{line.key("fcfs:seq"), line.key("fcfs:user:" + wish.who.user)};
  if (!wish.who.address.empty())
    keys.push_back(line.key("fcfs:ip:" + wish.who.address));
  const std::array arguments{std::string{words[static_cast<std::size_t>(wish.what)]},
                             std::to_string(raw(wish.who.schedule)), wish.who.mark,
                             std::to_string(wish.life.count()),
                             std::to_string(std::max(wish.floor, state.highest))};
  return guard_script().call(keys, arguments);
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

/// Takes what Redis says to a wish. Gives the wish back when it has to be asked again: its number
/// is none that may be handed out.
std::optional<guard_wish> conclude(guardian self, guard_wish& wish, const reply& said) {
  if (!is_answered(wish))
    return {};
  if (said.is != reply::kind::list || said.list.empty()) {
    fail(wish, guard_failure::failed, said.text);
    return {};
  }
  const auto& list = said.list;
  guard_view view;
  if (list[0].integer == 0) {
    view.no = refusal::duplicate;
    view.left = milliseconds{list[1].integer};
  } else if (list[0].integer == 2) {
    fail(wish, guard_failure::no_number, list[1].text);
    return {};
  } else if (wish.what == guard_verb::take) {
    view.number = static_cast<std::uint64_t>(list[1].integer);
    auto& seen = self->state.tools.seen->guards;
    if (list[2].integer == 1) {
      seen.restorations.fetch_add(1, std::memory_order_relaxed);
      if (seen.on_restored)
        seen.on_restored(view.number);
    }
    // Redis forgot the sequence after this was sent, and between it and another of the round trip.
    if (view.number <= self->state.highest)
      return std::move(wish);
    self->state.highest = view.number;
  }
  wish.reply.deliver(view);
  return {};
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
    return give_up(self, std::exchange(state.waiting, {}), guard_failure::unavailable, why.what());
  }
  auto batch = next_batch(state);
  std::vector<command> spelled;
  spelled.reserve(batch.size());
  for (auto& wish : batch) {
    spelled.push_back(spell(wish, state));
    wish.was_sent = true;
  }
  std::vector<reply> said;
  try {
    said = ask_with(*state.line, guard_script(), spelled);
  } catch (const lost& why) {
    return give_up(self, std::move(batch), guard_failure::unavailable, why.what());
  } catch (const std::runtime_error& why) {
    return give_up(self, std::move(batch), guard_failure::failed, why.what());
  }
  wishes again;
  for (std::size_t i = 0; i < batch.size(); ++i)
    if (auto wish = conclude(self, batch[i], said[i]))
      again.push_back(std::move(*wish));
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
    self->state.line->ask({"PING"});
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
