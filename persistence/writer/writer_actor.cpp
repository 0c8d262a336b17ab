#include "persistence/writer/writer_actor.hpp"

#include "persistence/failure.hpp"

#include <caf/all.hpp>

#include <algorithm>

namespace frontrow {

namespace {

using writer = writer_shell::stateful_pointer<writer_state>;
using results = std::vector<commit_result>;

void count(writer_observer& seen, const results& all) {
  const auto note = [&](std::atomic<std::uint64_t>& where, commit_result what) {
    const auto n = std::ranges::count(all, what);
    where.fetch_add(static_cast<std::uint64_t>(n), std::memory_order_relaxed);
  };
  note(seen.committed, commit_result::committed);
  note(seen.conflicts, commit_result::conflict);
  note(seen.keys_known, commit_result::key_known);
  note(seen.too_late, commit_result::too_late);
}

void reach(const writer_tools& tools, std::string_view point) {
  if (tools.fault)
    tools.fault(point);
}

results commit(const writer_tools& tools, std::span<const write_set> batch) {
  const auto begin = std::chrono::steady_clock::now();
  reach(tools, "before_commit");
  auto all = tools.store->commit(batch, tools.clock());
  reach(tools, "after_commit");
  auto& seen = *tools.observer;
  seen.batches.fetch_add(1, std::memory_order_relaxed);
  count(seen, all);
  if (seen.on_batch)
    seen.on_batch(batch.size(), std::chrono::steady_clock::now() - begin);
  return all;
}

void tell_followers(writer self) {
  auto& tools = self->state.tools;
  auto& told = self->state.told;
  const auto last = tools.store->last_positions();
  told.resize(last.size());
  for (std::uint32_t partition = 0; partition < last.size(); ++partition) {
    const auto before = std::exchange(told[partition], last[partition]);
    if (before == last[partition])
      continue;
    if (tools.is_alone)
      tools.observer->events.fetch_add(last[partition] - before, std::memory_order_relaxed);
    const events_committed news{partition, last[partition], std::chrono::steady_clock::now()};
    if (tools.feed)
      self->send(tools.feed, news);
    if (tools.drain)
      self->send(tools.drain, news);
  }
}

/// How often a store that fails is tried, when nobody else tries it.
constexpr milliseconds probe_delay{1'000};

/// Tells of the first failure after success and of the first success after failure.
void note_trouble(writer self, const caf::error& why) {
  auto& seen = *self->state.tools.observer;
  const bool is_failing = static_cast<bool>(why);
  if (is_failing && !std::exchange(self->state.is_probing, true))
    self->delayed_send(self, probe_delay, probe_store{});
  if (std::exchange(self->state.is_failing, is_failing) == is_failing)
    return;
  const auto others = is_failing ? seen.failing.fetch_add(1) : seen.failing.fetch_sub(1) - 1;
  if (others == 0 && seen.on_trouble)
    seen.on_trouble(is_failing ? self->system().render(why) : std::string{});
}

/// When the last event of what was committed happened; and how many, if nothing else tells.
void note_events(const writer_tools& tools, std::span<const write_set> batch, const results& all) {
  auto& seen = *tools.observer;
  if (!tools.is_alone)
    for (std::size_t i = 0; i < batch.size(); ++i)
      if (all[i] == commit_result::committed)
        seen.events.fetch_add(batch[i].events.size(), std::memory_order_relaxed);
  for (auto i = batch.size(); i-- > 0;)
    if (all[i] == commit_result::committed && !batch[i].events.empty()) {
      seen.last_event_at.store(batch[i].events.back().at, std::memory_order_relaxed);
      return;
    }
}

/// Commits the eldest of the pending and says to each what came of it.
void commit_batch(writer self) {
  auto& tools = self->state.tools;
  auto& pending = self->state.pending;
  auto& answers = self->state.answers;
  const auto size = std::min(pending.size(), tools.limits.batch_max);
  auto all = or_failure([&] { return commit(tools, std::span{pending}.subspan(0, size)); });
  note_trouble(self, all ? caf::error{} : all.error());
  if (!all)
    tools.observer->failed.fetch_add(size, std::memory_order_relaxed);
  else
    note_events(tools, std::span{pending}.subspan(0, size), *all);
  // Before the answers: whoever has his and asks the feed or the drain finds his events known
  // there. After a failure too: a batch of unknown fate may have turned out to be there.
  tell_followers(self);
  for (std::size_t i = 0; i < size; ++i)
    if (all)
      answers[i].deliver((*all)[i]);
    else
      answers[i].deliver(all.error());
  const auto done = static_cast<std::ptrdiff_t>(size);
  pending.erase(pending.begin(), pending.begin() + done);
  answers.erase(answers.begin(), answers.begin() + done);
  tools.observer->pending.fetch_sub(size, std::memory_order_relaxed);
}

/// Nobody waits for this, so its failure is nobody's news: commits will meet the same trouble.
void tidy(const writer_tools& tools) {
  try {
    reach(tools, "after_answer");
    tools.store->tidy();
  } catch (const std::exception&) {
    tools.observer->failed_chores.fetch_add(1, std::memory_order_relaxed);
  }
}

/// Whether it takes a seat that was free.
bool is_new_hold(const write_set& wanted) {
  return std::ranges::any_of(wanted.rows, [](const row& one) {
    const auto* seat = std::get_if<seat_row>(&one);
    return std::holds_alternative<booking_row>(one)
           || (seat != nullptr && seat->is == seat_row::phase::held);
  });
}

bool has_room(const writer_state& now, const write_set& wanted) {
  const auto& limits = now.tools.limits;
  const auto waiting = now.pending.size();
  return waiting < limits.pending_max - limits.pending_kept
         || (waiting < limits.pending_max && !is_new_hold(wanted));
}

void flush_soon(writer self) {
  if (!std::exchange(self->state.is_flushing, true))
    self->send(self, flush_batch{});
}

} // namespace

writer_state::~writer_state() {
  for (auto& one : answers)
    one.deliver(caf::make_error(store_failure::unavailable, std::string{"the writer has ended"}));
}

writer_shell::behavior_type keep_writer(writer self, writer_tools tools) {
  self->state.tools = std::move(tools);
  tell_followers(self);
  return {
      [=](write_set& wanted) {
        auto& use = self->state.tools;
        auto& pending = self->state.pending;
        auto& answers = self->state.answers;
        auto answer = self->make_response_promise<commit_result>();
        if (!has_room(self->state, wanted)) {
          use.observer->overloaded.fetch_add(1, std::memory_order_relaxed);
          answer.deliver(caf::make_error(store_failure::overloaded));
          return answer;
        }
        pending.push_back(std::move(wanted));
        answers.push_back(answer);
        use.observer->pending.fetch_add(1, std::memory_order_relaxed);
        flush_soon(self);
        return answer;
      },
      [=](const find_answer& what) -> caf::result<std::optional<answer_row>> {
        return or_failure([&] { return self->state.tools.store->read(what); });
      },
      [=](probe_store) {
        self->state.is_probing = false;
        // Whoever writes meanwhile finds out as well; then there is nothing left to probe.
        if (!self->state.is_failing || !self->state.pending.empty())
          return;
        write_set probe;
        probe.rows.emplace_back(counter_row{"store.probe", 1});
        self->state.pending.push_back(std::move(probe));
        self->state.answers.emplace_back();
        self->state.tools.observer->pending.fetch_add(1, std::memory_order_relaxed);
        flush_soon(self);
      },
      [=](flush_batch) {
        self->state.is_flushing = false;
        commit_batch(self);
        tidy(self->state.tools);
        if (!self->state.pending.empty())
          flush_soon(self);
      },
  };
}

} // namespace frontrow
