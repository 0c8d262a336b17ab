#pragma once

#include "persistence/store.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <atomic>
#include <functional>
#include <string>
#include <string_view>

namespace frontrow {

struct writer_limits {
  std::size_t batch_max = 1'024;    // write sets in one transaction
  std::size_t pending_max = 16'384; // write sets waiting; more are refused as `overloaded`
  /// Of these, so many places are for what lets seats go or pays for them: no new holds there.
  std::size_t pending_kept = pending_max / 5;
};

/// What can be seen of the writers of a store from any thread. Counts only grow.
struct writer_observer {
  std::atomic<std::uint64_t> batches{0};
  std::atomic<std::uint64_t> committed{0}; // write sets, as all below
  std::atomic<std::uint64_t> conflicts{0};
  std::atomic<std::uint64_t> keys_known{0};
  std::atomic<std::uint64_t> too_late{0};
  std::atomic<std::uint64_t> failed{0};
  std::atomic<std::uint64_t> overloaded{0};
  std::atomic<std::uint64_t> failed_chores{0}; // not write sets
  std::atomic<std::uint64_t> pending{0};       // waiting now
  /// In the outbox, of all time; in a cluster: those that were committed here since the start.
  std::atomic<std::uint64_t> events{0};
  std::atomic<instant> last_event_at{};  // when the event there happened; the epoch: none
  std::atomic<std::uint32_t> failing{0}; // writers whose last batch could not be committed

  /// Called when the first writer begins to fail, and (with nothing) when the last works again; by
  /// whichever writer it is, as the next.
  std::function<void(const std::string& why)> on_trouble;
  /// Called by the writer after every batch. Set before the writer starts.
  std::function<void(std::size_t write_sets, std::chrono::nanoseconds took)> on_batch;
};

/// What a writer works with.
struct writer_tools {
  std::shared_ptr<store_writer> store;
  wall_clock clock;
  feed_actor feed{};       // may be null
  commit_listener drain{}; // may be null
  std::shared_ptr<writer_observer> observer = std::make_shared<writer_observer>();
  writer_limits limits{};
  bool is_alone = true; // nobody but this server's writers writes events
  /// Called with `before_commit`, `after_commit` (durable, not yet answered) and `after_answer`.
  /// What it throws is treated as the store's failure. Empty: no faults.
  std::function<void(std::string_view point)> fault;
};

/// The writer to itself: commit what has gathered.
struct flush_batch {};

/// The writer to itself: while commits fail, see whether the store takes writes again.
struct probe_store {};

using writer_shell = writer_actor::extend<caf::reacts_to<flush_batch>, caf::reacts_to<probe_store>>;

struct writer_state {
  writer_state() = default;
  /// Whoever is still waiting hears that nothing was saved.
  ~writer_state();

  writer_tools tools;
  std::vector<write_set> pending;
  std::vector<caf::typed_response_promise<commit_result>> answers; // of the pending, in order
  std::vector<std::uint64_t> told; // positions that the feed knows of, by partition
  bool is_flushing = false;
  bool is_failing = false; // the last batch could not be committed
  bool is_probing = false; // a probe is on its way
};

/// Gathers write sets and commits together whatever was in the mailbox before it got round to it:
/// while one commit runs, the next batch gathers. Needs no timer. To be spawned detached, except
/// on a test's one thread.
writer_shell::behavior_type keep_writer(writer_shell::stateful_pointer<writer_state> self,
                                        writer_tools tools);

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::flush_batch)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::probe_store)
