#pragma once

#include "actors/store/store_messages.hpp"
#include "persistence/redis/line_shelf.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <atomic>
#include <functional>
#include <string>

namespace frontrow {

/// What can be seen of the keeper of lines from any thread. Counts only grow.
struct line_observer {
  redis::connection_figures* connection = nullptr; // outlives the keeper, if given
  std::atomic<std::uint64_t> trips{0};             // round trips that saved something
  std::atomic<std::uint64_t> rounds{0};            // saved
  std::atomic<std::uint64_t> rows{0};              // in them
  std::atomic<std::uint64_t> lost{0};              // rounds and loads that Redis did not answer
  std::atomic<std::uint64_t> refused{0};           // that it answered with an error

  /// Called with what Redis has against a round or a load. Set before the start.
  std::function<void(const std::string& why)> on_refusal;
};

/// The keeper to itself: save what has gathered.
struct flush_lines {};

using line_shell = line_keeper::extend<caf::reacts_to<flush_lines>>;

struct line_keeper_state {
  line_keeper_state() = default;
  /// Whoever still waits hears that the fate of his round is unknown.
  ~line_keeper_state();

  std::unique_ptr<redis::line_shelf> shelf;
  std::shared_ptr<line_observer> observer;
  std::vector<line_round> pending;
  std::vector<caf::typed_response_promise<round_result>> answers; // of the pending, in order
  bool is_flushing = false;
};

/// Keeps the lines of waiting rooms in Redis. Whatever is in its mailbox goes in one round trip. To
/// be spawned detached, for it waits.
line_shell::behavior_type keep_lines(line_shell::stateful_pointer<line_keeper_state>,
                                     const settings&, std::shared_ptr<line_observer>);

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::flush_lines)
