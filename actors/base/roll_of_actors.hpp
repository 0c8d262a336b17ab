#pragma once

#include "actors/base/actor_kind.hpp"

#include <caf/actor_control_block.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <vector>

/// Who is alive. An actor enters the roll when it is made and leaves it when it is gone, for some
/// ten nanoseconds each; everything else is paid by whoever looks.
namespace frontrow {

/// An actor's entry. What it counts is written by the actor (`received` by its askers) and read by
/// anybody.
class on_roll {
public:
  on_roll(actor_kind kind, caf::abstract_actor* self);
  on_roll(const on_roll&) = delete;
  on_roll& operator=(const on_roll&) = delete;
  ~on_roll();

  actor_label label() const {
    return {first_.load(std::memory_order_relaxed), second_.load(std::memory_order_relaxed)};
  }
  /// The second number of a label takes 32 bits.
  void set_label(actor_label as) {
    first_.store(as.first, std::memory_order_relaxed);
    second_.store(static_cast<std::uint32_t>(as.second), std::memory_order_relaxed);
  }

  // Only differences of these count, so they may turn over.
  std::uint32_t received() const { return received_.load(std::memory_order_relaxed); }
  std::uint32_t handled() const { return handled_.load(std::memory_order_relaxed); }
  /// Only what was spent while somebody looked.
  std::uint32_t busy_micros() const { return busy_.load(std::memory_order_relaxed); }

protected:
  void count_received() { received_.fetch_add(1, std::memory_order_relaxed); }
  /// Only the actor itself counts these, so no locked instruction is needed.
  void count_one_handled() { handled_.store(handled() + 1, std::memory_order_relaxed); }
  void count_busy(std::uint64_t nanoseconds) {
    busy_.store(busy_micros() + static_cast<std::uint32_t>((nanoseconds + 500) / 1'000),
                std::memory_order_relaxed);
  }

private:
  friend class roll_of_kind;

  caf::abstract_actor* const self_;
  std::atomic<std::uint64_t> first_{0};
  std::atomic<std::uint32_t> second_{0};
  std::uint32_t place_ = 0; // in the roll, under its lock
  std::atomic<std::uint32_t> received_{0};
  std::atomic<std::uint32_t> handled_{0};
  std::atomic<std::uint32_t> busy_{0};
  const actor_kind kind_;
};

/// What one look sees of one actor, since the look before.
struct sighting {
  actor_label label;
  std::uint64_t waiting = 0; // messages
  double per_second = 0;     // messages
  double busy_share = 0;     // of the time: 1 is a whole core
  /// The oldest waiting message is at least so old, as far as looks can tell.
  std::chrono::milliseconds oldest{0};
};

struct look_result {
  std::size_t alive = 0;
  std::size_t looked_at = 0;
  std::vector<sighting> busiest; // those that did anything, busiest first
  std::vector<sighting> deepest; // those that have anything waiting, deepest first
  std::chrono::milliseconds oldest{0};
};

/// Looks at up to `most` actors of one kind, going on where the look before ended, and names up to
/// `top` of them.
look_result look_at_kind(actor_kind, std::size_t most, std::size_t top,
                         std::chrono::steady_clock::time_point now);
/// Forgets what looks remembered: nobody looks any more.
void end_looks();

/// The actor of this name; null when none is alive.
caf::strong_actor_ptr find_actor(actor_kind, actor_label);
/// How many messages wait for it; 0 when it is not alive.
std::uint64_t waiting_for(actor_kind, actor_label);
/// The names of up to `most` that are alive.
std::vector<actor_label> labels_of(actor_kind, std::size_t most);

} // namespace frontrow
