#pragma once

#include "persistence/outbox/lane.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <deque>

namespace frontrow {

struct drain_limits {
  milliseconds retry{100};   // how soon a lane that failed is looked at again
  milliseconds check{1'000}; // how often a lane that rests compares itself with its stream
  bool is_leading = true;    // from the start; else it publishes nothing until it is told to
};

/// The drain to itself: move a lane on.
struct move_lane {
  std::uint32_t partition = 0;
};
/// The drain to itself: look after the lanes that failed, or that rested for long.
struct tend_lanes {};

/// Tells the drain who makes rows durable.
struct save_with {
  writer_actor writer;
};

using drain_shell = outbox_actor::extend<caf::reacts_to<events_committed>,
                                         caf::reacts_to<lead_drain>, caf::reacts_to<save_with>,
                                         caf::reacts_to<move_lane>, caf::reacts_to<tend_lanes>>;

/// What an operator asked of all lanes.
struct errand_answer {
  parked_outcome sum;
  std::size_t missing = 0; // lanes that are not done
  caf::typed_response_promise<parked_outcome> to;

  void add(const parked_outcome&);
};

/// One lane's part of it.
struct errand {
  bool is_replay = false;
  std::vector<std::string> subjects; // still to do
  std::uint64_t position = 0;        // of discarding one event
  parked_outcome sum;
  std::shared_ptr<errand_answer> answer;
};

struct drain_state {
  struct track {
    explicit track(lane_tools tools) : way{std::move(tools)} {}

    lane way;
    std::deque<errand> errands;
    bool is_saving = false;
    bool needs_care = true; // it has not begun, or failed
  };

  drain_state() = default;
  ~drain_state();

  drain_limits limits;
  bool is_leading = true;
  writer_actor writer;
  std::deque<track> tracks; // by partition
  std::chrono::steady_clock::time_point checked{};
};

/// Publishes what is committed, a lane a partition, in small steps, so that it hears what is
/// new between them; publishes only while it leads, and takes errands only then. Waits for the
/// store and the broker: to be spawned detached, except on a test's one thread.
drain_shell::behavior_type keep_drain(drain_shell::stateful_pointer<drain_state> self,
                                      std::vector<lane_tools> lanes, drain_limits limits);

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::move_lane)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::tend_lanes)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::save_with)
