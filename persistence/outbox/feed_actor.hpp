#pragma once

#include "actors/store/store_messages.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <atomic>
#include <memory>

namespace frontrow {

struct feed_limits {
  std::uint32_t page_max = 1'000;   // events in one answer
  std::size_t waiters_max = 10'000; // more are answered at once, with nothing
  milliseconds sweep{100};          // how late an empty answer may be
  /// How often it looks into the store for what other nodes committed, while anybody waits. 0: what
  /// the writers here say is all there is.
  milliseconds look{0};
};

/// What can be seen of a feed from any thread.
struct feed_observer {
  /// How far the reader has read who got furthest since the start: the most events, of all
  /// partitions, that lie before a cursor somebody asked to go on from.
  std::atomic<std::uint64_t> furthest{0};
};

/// The feed to itself: look whose wait is over.
struct sweep_waiters {};
/// The feed to itself: look what is there.
struct look_for_events {};

/// How many events of each partition a page of `limit` takes when so many are there: what a short
/// one leaves goes to those that are further behind, and those come first when there is not
/// one for each.
std::vector<std::uint32_t> share_page(const std::vector<std::uint64_t>& there, std::uint32_t limit);

using feed_shell
    = feed_actor::extend<caf::reacts_to<sweep_waiters>, caf::reacts_to<look_for_events>>;

struct feed_state {
  struct waiter {
    follow_events wish;
    std::chrono::steady_clock::time_point until;
    caf::typed_response_promise<feed_page> answer;
  };

  feed_state() = default;
  /// Whoever is still waiting gets an empty page.
  ~feed_state();

  archive_actor archive;
  feed_limits limits;
  std::shared_ptr<feed_observer> seen;
  std::vector<waiter> waiters;
  event_cursor last;            // the highest positions heard of
  std::uint32_t partitions = 0; // that the store is known to have
  bool is_sweeping = false;
  bool is_looking = false;
};

/// Lets readers of the outbox wait for what is not there yet. Reads from the archive; hears from
/// the writers how far there is something to read, and looks itself where others write too.
feed_shell::behavior_type keep_feed(feed_shell::stateful_pointer<feed_state> self,
                                    archive_actor archive, feed_limits limits,
                                    std::shared_ptr<feed_observer> seen);

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::look_for_events)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::sweep_waiters)
