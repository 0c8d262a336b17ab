#include "persistence/redis/line_actor.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

using keeper = line_shell::stateful_pointer<line_keeper_state>;

/// Rounds that wait for a trip; more are refused.
constexpr std::size_t pending_max = 4'096;

/// The answer of `work`, or the failure, which is counted.
template <class Work>
auto try_redis(line_observer& seen, Work work) -> caf::expected<decltype(work())> {
  try {
    return work();
  } catch (const redis::lost& why) {
    seen.lost.fetch_add(1, std::memory_order_relaxed);
    return caf::make_error(store_failure::unavailable, std::string{why.what()});
  } catch (const std::exception& why) {
    seen.refused.fetch_add(1, std::memory_order_relaxed);
    if (seen.on_refusal)
      seen.on_refusal(why.what());
    return caf::make_error(store_failure::unavailable, std::string{why.what()});
  }
}

void count_saved(line_observer& seen, const line_round& round) {
  seen.rounds.fetch_add(1, std::memory_order_relaxed);
  seen.rows.fetch_add(round.rows.size(), std::memory_order_relaxed);
}

void save_pending(keeper self) {
  auto& state = self->state;
  const auto rounds = std::exchange(state.pending, {});
  auto answers = std::exchange(state.answers, {});
  auto& seen = *state.observer;
  auto all = try_redis(seen, [&] { return state.shelf->save(rounds); });
  if (!all) {
    for (auto& each : answers)
      each.deliver(all.error());
    return;
  }
  seen.trips.fetch_add(1, std::memory_order_relaxed);
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    auto one = try_redis(seen, [&] { return (*all)[i].outcome(); });
    if (one && *one == round_result::committed)
      count_saved(seen, rounds[i]);
    if (one)
      answers[i].deliver(*one);
    else
      answers[i].deliver(std::move(one.error()));
  }
}

} // namespace

line_keeper_state::~line_keeper_state() {
  for (auto& each : answers)
    each.deliver(caf::make_error(store_failure::unavailable));
}

line_shell::behavior_type keep_lines(keeper self, const settings& how,
                                     std::shared_ptr<line_observer> observer) {
  self->state.shelf = std::make_unique<redis::line_shelf>(how, observer->connection);
  self->state.observer = std::move(observer);
  return {
      [=](const take_line& what) -> caf::result<kept_line> {
        auto& state = self->state;
        return try_redis(*state.observer, [&] { return state.shelf->take(what); });
      },
      [=](line_round& round) {
        auto& state = self->state;
        auto answer = self->make_response_promise<round_result>();
        if (state.pending.size() >= pending_max) {
          answer.deliver(caf::make_error(store_failure::overloaded));
          return answer;
        }
        state.pending.push_back(std::move(round));
        state.answers.push_back(answer);
        if (!std::exchange(state.is_flushing, true))
          self->send(self, flush_lines{});
        return answer;
      },
      [=](flush_lines) {
        self->state.is_flushing = false;
        save_pending(self);
      },
  };
}

} // namespace frontrow
